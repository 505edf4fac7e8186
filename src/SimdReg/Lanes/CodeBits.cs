using System.Runtime.CompilerServices;

namespace SimdReg.Lanes;

/// <summary>Codes of 8 bits for numbers from 0 to 1, or from −1 to 1: a sign or none, an exponent, and 3 bits after the point.</summary>
/// <remarks>
/// A code above 0 is the upper 12 bits of a float without its sign, less a base, so that the largest finite code stands for 1. Two more
/// codes stand for infinity and NaN. Numbers below the smallest code are rounded to it or to 0.
/// </remarks>
/// <param name="isNonNegative">Whether there is no sign. The exponent has a bit more instead, and a number above 0 never becomes 0.</param>
internal readonly struct CodeBits(bool isNonNegative)
{
    private const int Dropped = 20;
    private const uint One = 0x3F80_0000;

    /// <summary>The code of 1.</summary>
    public uint Top { get; } = isNonNegative ? 253u : 125u;

    /// <summary>The code of infinity.</summary>
    public uint Infinity => Top + 1;

    /// <summary>The code of NaN.</summary>
    public uint NaN => Top + 2;

    /// <summary>The bits that contain the sign.</summary>
    public uint Sign { get; } = isNonNegative ? 0u : 0x80u;

    private uint Base => (One >> Dropped) - Top;

    /// <summary>The bits of the number that the smallest code above 0 stands for.</summary>
    private uint Smallest => (Base + 1) << Dropped;

    /// <summary>The codes of finite floats with magnitudes up to 1 / factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public B Encode<B, TRounding>(B floats, float factor, in TRounding rounding, nuint index, int number)
        where B : struct, IBitLanes<B>
        where TRounding : struct, IRounding
    {
        var unscaled = floats & B.Splat(0x7FFF_FFFF);
        var magnitude = B.ScaleFloats(unscaled, factor);
        var code = ((magnitude + rounding.Addend(magnitude, Dropped, index, number)) >>> Dropped) - B.Splat(Base);
        code = B.SelectLess(B.Splat(Top), code, B.Splat(Top), code);

        // Below the smallest code, the number is a fraction of it.
        var fraction = B.ToIntegers(B.ScaleFloats(magnitude, (1 << Dropped) / BitConverter.UInt32BitsToSingle(Smallest)));
        var small = isNonNegative
            ? B.SelectLess(B.Splat(0), unscaled, B.Splat(1), B.Splat(0)) // A product with the factor may be 0.
            : (fraction + rounding.Addend(fraction, Dropped, index, number)) >>> Dropped;
        code = B.SelectLess(magnitude, B.Splat(Smallest), small, code);
        return isNonNegative ? code : B.SelectLess(B.Splat(0), code, code | ((floats >>> 24) & B.Splat(Sign)), code);
    }

    /// <summary>The floats of finite codes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public B Decode<B>(B codes, float scale)
        where B : struct, IBitLanes<B>
    {
        var magnitude = codes & B.Splat(0xFF ^ Sign);
        var floats = B.SelectLess(B.Splat(0), magnitude, (magnitude + B.Splat(Base)) << Dropped, B.Splat(0));
        return B.ScaleFloats(floats, scale) | ((codes & B.Splat(Sign)) << 24);
    }
}
