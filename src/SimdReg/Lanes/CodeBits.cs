using System.Runtime.CompilerServices;

namespace SimdReg.Lanes;

/// <summary>A kind of 8-bit code, as constants.</summary>
internal interface ICode
{
    /// <summary>Whether there is no sign, and a number above 0 never becomes 0.</summary>
    static abstract bool IsNonNegative { get; }

    /// <summary>The number of octaves below 1 in which codes are spaced like floats. Below them, they are evenly spaced.</summary>
    static abstract int Octaves { get; }

    /// <summary>The code of NaN. Infinity is the one before it.</summary>
    static abstract uint NaN { get; }
}

/// <summary>Codes from −1 to 1: a sign, 14 octaves of 8 codes, and 7 codes below them.</summary>
internal readonly struct SignedCode : ICode
{
    public static bool IsNonNegative => false;

    public static int Octaves => 14;

    public static uint NaN => 0x7F;
}

/// <summary>Codes from 0 to 1: 30 octaves of 8 codes, and 7 codes below them.</summary>
internal readonly struct NonNegativeCode : ICode
{
    public static bool IsNonNegative => true;

    public static int Octaves => 30;

    public static uint NaN => 0xFF;
}

/// <summary>Converts between floats and codes of 8 bits.</summary>
/// <remarks>
/// Let c = 2^−octaves. A magnitude y of at least c has the place (bits(y) − bits(c)) / 2²⁰ + 8, where bits is the pattern of a float as an integer:
/// 8 places an octave. A smaller one has the place 8·y/c. The code is the place, rounded. The code of 1 is the largest of a finite number.
/// </remarks>
internal static class CodeBits<TCode>
    where TCode : struct, ICode
{
    /// <summary>The number of bits after the point of a place.</summary>
    private const int FractionBits = 20;
    private const uint Even = 8; // The number of evenly spaced codes, with 0.
    private const uint ExponentOfOne = 127;
    private const int MantissaBits = 23;

    /// <summary>The code of 1.</summary>
    public static uint Top
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Even * ((uint)TCode.Octaves + 1);
    }

    /// <summary>The code of infinity.</summary>
    public static uint Infinity => TCode.NaN - 1;

    /// <summary>The bit of the sign, or 0.</summary>
    public static uint Sign
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TCode.IsNonNegative ? 0u : 0x80u;
    }

    /// <summary>c, as a float and as its bits.</summary>
    private static float Smallest
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1f / (1 << TCode.Octaves);
    }

    private static uint SmallestBits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (ExponentOfOne - (uint)TCode.Octaves) << MantissaBits;
    }

    /// <summary>The codes of finite floats with magnitudes up to 1 / factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static B Encode<B, TRounding>(B floats, float factor, in TRounding rounding, nuint index, int number)
        where B : struct, IBitLanes<B>
        where TRounding : struct, IRounding
    {
        var unscaled = B.Magnitude(floats);
        var magnitude = B.ScaleFloats(unscaled, factor);
        var spaced = magnitude - B.Splat(SmallestBits - (Even << FractionBits));
        var even = B.ToIntegers(B.ScaleFloats(magnitude, (Even << FractionBits) / Smallest));
        var place = B.SelectLess(magnitude, B.Splat(SmallestBits), even, spaced);

        // The factor is rounded, so the largest magnitude may be a little above 1.
        var code = B.Min((place + rounding.Addend(place, FractionBits, index, number)) >>> FractionBits, B.Splat(Top));
        return TCode.IsNonNegative
            ? B.Max(code, B.Min(unscaled, B.Splat(1))) // The product with the factor may be 0.
            : code | ((floats >>> 24) & (code + B.Splat(0x7F)) & B.Splat(Sign)); // 0 has no sign.
    }

    /// <summary>The floats of finite codes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static B Decode<B>(B codes, float scale)
        where B : struct, IBitLanes<B>
    {
        var magnitude = codes & B.Splat(0xFF ^ Sign);
        var spaced = (magnitude << FractionBits) + B.Splat(SmallestBits - (Even << FractionBits));
        var even = B.ScaleFloats(B.ToFloats(magnitude), Smallest / Even);
        var floats = B.ScaleFloats(B.SelectLess(magnitude, B.Splat(Even), even, spaced), scale);
        return TCode.IsNonNegative ? floats : floats | ((codes & B.Splat(Sign)) << 24);
    }
}
