using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SimdReg.Tests.Support;

/// <summary>Bit for bit, where any NaN equals any NaN.</summary>
internal static class Bits
{
    public static void Equal<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, in Case at)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (MemoryMarshal.AsBytes(expected).SequenceEqual(MemoryMarshal.AsBytes(actual)))
        {
            return;
        }

        Assert.True(expected.Length == actual.Length, $"{at}: {expected.Length} elements expected, {actual.Length} found.");
        for (var i = 0; i < expected.Length; i++)
        {
            if (!Same(expected[i], actual[i]))
            {
                Assert.Fail($"{at}, index {i}: expected {Show(expected[i])}, found {Show(actual[i])}.");
            }
        }
    }

    public static bool Same<T>(T left, T right)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Of(left) == Of(right) || (T.IsNaN(left) && T.IsNaN(right));

    public static string Show<T>(T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        $"{value:R} (0x{Of(value).ToString($"X{2 * Unsafe.SizeOf<T>()}", null)})";

    public static ulong Of<T>(T value)
        where T : unmanaged =>
        Unsafe.SizeOf<T>() == sizeof(float) ? Unsafe.BitCast<T, uint>(value) : Unsafe.BitCast<T, ulong>(value);

    /// <summary>The number whose lowest bits these are.</summary>
    public static T From<T>(ulong bits)
        where T : unmanaged =>
        Unsafe.SizeOf<T>() == sizeof(float) ? Unsafe.BitCast<uint, T>((uint)bits) : Unsafe.BitCast<ulong, T>(bits);
}
