namespace SimdReg.Tests.Reference;

/// <summary>Rounds a float to fewer bits, by arithmetic in double, which is exact here.</summary>
internal static class RoundingReference
{
    private const int OneHalfBits = 16;

    /// <summary>The widened number that a float is stored as.</summary>
    /// <param name="value">The float.</param>
    /// <param name="format">Single, BFloat16 or Half.</param>
    /// <param name="draw">32 random bits for stochastic rounding; null to round to nearest.</param>
    /// <param name="isNonNegative">Whether a number above 0 must not become 0.</param>
    public static float Round(float value, NumberFormat format, uint? draw = null, bool isNonNegative = false)
    {
        if (format == NumberFormat.Single || value == 0 || !float.IsFinite(value))
        {
            return value;
        }

        var (significantBits, smallestExponent, largest) = format == NumberFormat.BFloat16
            ? (8, -133, (2 - Math.ScaleB(1, -7)) * Math.ScaleB(1, 127))
            : (11, -24, 65_504.0);
        var magnitude = Math.Abs((double)value);
        var exponent = Math.ILogB(magnitude) - (significantBits - 1);
        var unit = Math.ScaleB(1, Math.Max(exponent, smallestExponent));

        // Between subnormal halves a float has any number of bits, of which 16 count.
        var dropped = format == NumberFormat.Half && exponent >= smallestExponent ? 24 - significantBits : OneHalfBits;
        var rounded = magnitude >= largest ? largest : unit * ToInteger(magnitude / unit, dropped, draw);
        if (isNonNegative && rounded == 0)
        {
            rounded = unit;
        }

        return MathF.CopySign((float)rounded, value);
    }

    /// <summary>One of the two integers around a number: the nearest, ties to even, or one by random bits.</summary>
    /// <param name="value">The number.</param>
    /// <param name="bits">The number of bits after the point that stochastic rounding reads.</param>
    /// <param name="draw">Random bits, of which the uppermost are added to those; null to round to nearest.</param>
    public static double ToInteger(double value, int bits, uint? draw)
    {
        var whole = Math.Floor(value);
        var fraction = value - whole;
        var isUp = draw is { } random
            ? Math.Floor(Math.ScaleB(fraction, bits)) + (random >> (32 - bits)) >= Math.ScaleB(1, bits)
            : fraction > 0.5 || (fraction == 0.5 && whole % 2 == 1);
        return isUp ? whole + 1 : whole;
    }
}
