using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimdReg.Torch.Tests.Support;

/// <summary>The numbers of narrow parameters, and their bits.</summary>
internal static class ParameterBits
{
    public static byte[] Bits(this Parameter parameter)
    {
        using var detached = parameter.detach();
        return detached.bytes.ToArray();
    }

    public static float[] Widened(this Parameter parameter)
    {
        using var widened = parameter.detach().to(ScalarType.Float32).reshape(-1);
        return widened.data<float>().ToArray();
    }
}
