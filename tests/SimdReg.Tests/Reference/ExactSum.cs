using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>A sum of finite doubles without any rounding, as a whole number of 2⁻¹⁰⁷⁴.</summary>
internal readonly record struct ExactSum(BigInteger Units)
{
    private const int MantissaBits = 52;
    private const int UnitExponent = -1074;

    /// <summary>The exact value of a double.</summary>
    public static ExactSum Of(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)(bits >> MantissaBits) & 0x7FF;
        var mantissa = bits & ((1L << MantissaBits) - 1);
        var units = exponent == 0 ? mantissa : (BigInteger)(mantissa | (1L << MantissaBits)) << (exponent - 1);
        return new(value < 0 ? -units : units);
    }

    /// <summary>The exact square of a double that is not so small that its last digit would be below the unit.</summary>
    public static ExactSum OfSquare(double value)
    {
        var square = BigInteger.Pow(Of(value).Units, 2);
        var units = square >> -UnitExponent;
        return units << -UnitExponent == square ? new(units) : throw new ArgumentOutOfRangeException(nameof(value), value, "Its square is no whole number of units.");
    }

    /// <summary>The sums of the first 0, 1, 2, … values: any stretch of them is the difference of two.</summary>
    public static ExactSum[] Prefixes(IEnumerable<ExactSum> values)
    {
        var prefixes = new List<ExactSum> { default };
        foreach (var value in values)
        {
            prefixes.Add(prefixes[^1] + value);
        }

        return [.. prefixes];
    }

    public static ExactSum operator +(ExactSum left, ExactSum right) => new(left.Units + right.Units);

    public static ExactSum operator -(ExactSum left, ExactSum right) => new(left.Units - right.Units);

    /// <summary>The nearest double, ties to even.</summary>
    public double Rounded()
    {
        var magnitude = BigInteger.Abs(Units);
        var dropped = Math.Max(0, (int)magnitude.GetBitLength() - MantissaBits - 1);
        var kept = magnitude >> dropped;
        var rest = (magnitude - (kept << dropped)) * 2;
        var half = BigInteger.One << dropped;
        if (rest > half || (rest == half && !kept.IsEven))
        {
            kept++;
        }

        // At most 2⁵³, so the conversion is exact; and so is the scaling, but for an overflow.
        return Math.CopySign(Math.ScaleB((double)kept, UnitExponent + dropped), Units.Sign);
    }
}
