using System.Runtime.CompilerServices;

namespace SimdReg.Lanes;

/// <summary>Prepares floats for their conversion to <see cref="Half"/>, which rounds to nearest and makes large numbers infinite.</summary>
internal static class HalfBits
{
    private const int Dropped = 13;
    private const uint SmallestNormal = 0x3880_0000; // 2⁻¹⁴
    private const uint Smallest = 0x3380_0000; // 2⁻²⁴
    private const uint LargestToZero = 0x3300_0000; // 2⁻²⁵, a tie
    private const uint Largest = 0x477F_E000; // 65,504
    private const uint Infinity = 0x7F80_0000;

    /// <summary>
    /// Limits finite floats to the largest half, and rounds them stochastically, if so, to floats that a half represents. With
    /// <paramref name="isNonNegative"/>, a number above 0 becomes at least the smallest half. Without <paramref name="signsZero"/>, what becomes 0 has no sign.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static B Prepare<B, TRounding>(B floats, in TRounding rounding, nuint index, int number, bool isNonNegative, bool signsZero = true)
        where B : struct, IBitLanes<B>
        where TRounding : struct, IRounding
    {
        var sign = floats & B.Splat(0x8000_0000);
        var magnitude = B.Magnitude(floats);
        var rounded = typeof(TRounding) == typeof(Nearest) ? magnitude : Round(magnitude, in rounding, index, number);
        if (isNonNegative)
        {
            rounded = B.SelectLess(B.Splat(0), magnitude, B.Max(rounded, B.Splat(Smallest)), rounded);
        }

        if (!signsZero)
        {
            sign = B.SelectLess(B.Splat(LargestToZero), rounded, sign, B.Splat(0));
        }

        var limited = B.SelectLess(magnitude, B.Splat(Infinity), B.Splat(Largest), magnitude);
        return B.SelectLess(magnitude, B.Splat(Largest), rounded, limited) | sign;
    }

    // Below the smallest normal half, halves are the multiples of 2⁻²⁴: the number is rounded as an integer of that unit, with 16 bits after
    // the point.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static B Round<B, TRounding>(B magnitude, in TRounding rounding, nuint index, int number)
        where B : struct, IBitLanes<B>
        where TRounding : struct, IRounding
    {
        const int FractionBits = 16;
        const float Units = 1L << (24 + FractionBits);
        var normal = (magnitude + rounding.Addend(magnitude, Dropped, index, number)) & B.Splat(~((1u << Dropped) - 1));
        var units = B.ToIntegers(B.ScaleFloats(magnitude, Units));
        var whole = (units + rounding.Addend(units, FractionBits, index, number)) >>> FractionBits;
        return B.SelectLess(magnitude, B.Splat(SmallestNormal), B.ScaleFloats(B.ToFloats(whole), 1f / (1 << 24)), normal);
    }
}
