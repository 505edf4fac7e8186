using System.Runtime.InteropServices;

namespace SimdReg.Mpi;

/// <summary>A number that differs, almost surely, if the bytes differ: the same on every machine.</summary>
/// <remarks>
/// As the hash FNV-1a, over words of 64 bits. A product moves bits upwards alone, so that the signs of two doubles would cancel: the upper half is added to the lower
/// and multiplied again. It finds mistakes, not attacks.
/// </remarks>
internal static class Fingerprint
{
    // Odd, with bits in every byte.
    private const ulong First = 0x9E3779B97F4A7C15;
    private const ulong Second = 0xD6E8FEB86659FD93;

    public static ulong Of(string text) => Of(MemoryMarshal.AsBytes(text.AsSpan()));

    public static ulong Of(ReadOnlySpan<byte> bytes, ulong before = 0xCBF29CE484222325)
    {
        var value = Next(before, (ulong)bytes.Length);
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

    private static ulong Next(ulong value, ulong word)
    {
        value = (value ^ word) * First;
        return (value ^ (value >> 32)) * Second;
    }
}
