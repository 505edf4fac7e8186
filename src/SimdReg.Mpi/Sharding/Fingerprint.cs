using System.Numerics;
using System.Runtime.InteropServices;

namespace SimdReg.Mpi;

/// <summary>A number that differs, almost surely, if the bytes differ: the same on every machine.</summary>
/// <remarks>
/// After the hash FNV-1a, over words of 64 bits. A product moves bits upwards alone, so that the signs of two doubles would cancel; the rotation brings them down
/// again. It finds mistakes, not attacks.
/// </remarks>
internal static class Fingerprint
{
    private const ulong Prime = 0x9E3779B97F4A7C15;

    public static ulong Of(string text) => Of(MemoryMarshal.AsBytes(text.AsSpan()));

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var value = Next(0xCBF29CE484222325, (ulong)bytes.Length);
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            value = Next(value, word);
        }

        foreach (var last in bytes[(bytes.Length & -sizeof(ulong))..])
        {
            value = Next(value, last);
        }

        return value;
    }

    private static ulong Next(ulong value, ulong word) => BitOperations.RotateLeft((value ^ word) * Prime, 29);
}
