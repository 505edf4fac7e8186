using TorchSharp.Modules;

namespace SimdReg.Torch.Tests.Support;

/// <summary>States of optimizers as bytes.</summary>
internal static class SavedState
{
    public static byte[] Bytes(OptimizerHelper optimizer)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        optimizer.save_state_dict(writer);
        writer.Flush();
        return file.ToArray();
    }

    public static void Load(OptimizerHelper optimizer, byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        optimizer.load_state_dict(reader);
    }
}
