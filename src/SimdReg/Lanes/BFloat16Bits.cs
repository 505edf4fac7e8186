using System.Runtime.CompilerServices;

namespace SimdReg.Lanes;

/// <summary>Widens and rounds bfloat16: the upper half of a float.</summary>
internal static class BFloat16Bits
{
    private const int Dropped = 16;
    private const uint Largest = 0x7F7F_0000;
    private const uint Infinity = 0x7F80_0000;
    private const uint SmallestNormal = 0x0080_0000;
    private const uint QuietBit = 0x0040_0000;

    /// <summary>Reads numbers as floats, exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static B Load<B>(ref readonly BFloat16 source)
        where B : struct, IBitLanes<B> =>
        B.LoadHalves(in Unsafe.As<BFloat16, ushort>(ref Unsafe.AsRef(in source))) << Dropped;

    /// <summary>Writes the upper halves of floats, which have been rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<B>(B floats, ref BFloat16 destination)
        where B : struct, IBitLanes<B> =>
        (floats >>> Dropped).StoreHalves(ref Unsafe.As<BFloat16, ushort>(ref destination));

    /// <summary>Makes every NaN one that stays NaN when its lower half is cut off, as every result of arithmetic is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static B Quiet<B>(B floats)
        where B : struct, IBitLanes<B> =>
        floats | B.SelectLess(B.Splat(Infinity), B.Magnitude(floats), B.Splat(QuietBit), B.Splat(0));

    /// <summary>Rounds floats in their upper halves. The lower halves are unspecified. A finite number stays finite, and a quiet NaN stays NaN.</summary>
    // From the largest bfloat16 on, bits are cut off without rounding: of a finite float that leaves the largest, of infinity infinity. Zeros
    // and subnormal numbers are flushed here, by a comparison beside the other one: FlushSubnormal takes longer on some processors.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static B Round<B, TRounding>(B floats, bool flushes, in TRounding rounding, nuint index, int number)
        where B : struct, IBitLanes<B>
        where TRounding : struct, IRounding
    {
        var magnitude = B.Magnitude(floats);
        var addend = rounding.Addend(floats, Dropped, index, number);
        var flushed = flushes ? B.SelectLess(magnitude, B.Splat(SmallestNormal), B.Splat(0), floats) : floats;
        return B.SelectLess(magnitude, B.Splat(Largest), flushed + addend, flushed);
    }
}
