using System.Buffers.Binary;
using System.Text;

namespace SimdReg.Tests.Support;

/// <summary>Older forms of stored states.</summary>
internal static class StoredStates
{
    /// <summary>The form of version 1: no number of the rule, and its simple name. Other bytes stay as they are.</summary>
    public static byte[] InVersion1(byte[] bytes, string name)
    {
        if (!bytes.AsSpan().StartsWith("SRUS"u8))
        {
            return bytes;
        }

        var nameLength = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(36));
        byte[] old = [.. bytes[..32], (byte)name.Length, 0, 0, 0, .. Encoding.UTF8.GetBytes(name), .. bytes[(40 + nameLength)..]];
        old[4] = 1;
        StoredForm.Seal(old);
        return old;
    }
}
