using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Reference;

/// <summary>The number nearest to an exact sum over a divisor, found by halving the interval of all numbers.</summary>
internal static class GradientSumReference
{
    /// <summary>For each element: the number nearest to the sum of its numbers over the divisor.</summary>
    public static T[] Of<T>(IReadOnlyList<T[]> parts, int length, long divisor = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. Enumerable.Range(0, length).Select(i => Nearest([.. parts.Select(part => part[i])], divisor))];

    /// <summary>The number nearest to the sum over the divisor, ties to even, +0 for any zero.</summary>
    public static T Nearest<T>(IReadOnlyList<T> numbers, long divisor = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (up, down) = (numbers.Contains(T.PositiveInfinity), numbers.Contains(T.NegativeInfinity));
        if (numbers.Any(T.IsNaN) || up || down)
        {
            return numbers.Any(T.IsNaN) || (up && down) ? T.NaN : up ? T.PositiveInfinity : T.NegativeInfinity;
        }

        var sum = numbers.Aggregate(BigInteger.Zero, (sum, number) => sum + Units(number));
        var magnitude = Nearest<T>(BigInteger.Abs(sum), divisor);
        return magnitude == T.Zero ? T.Zero : T.CopySign(magnitude, T.CreateChecked(sum.Sign));
    }

    /// <summary>The magnitude nearest to sum/divisor units. Magnitudes are in the order of their bits, up to infinity.</summary>
    private static T Nearest<T>(BigInteger sum, long divisor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (low, high) = (0UL, Bits.Of(T.PositiveInfinity));
        if (sum >= divisor * Units(Bits.From<T>(high)))
        {
            return T.PositiveInfinity;
        }

        // low ≤ sum/divisor < high
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = sum >= divisor * Units(Bits.From<T>(middle)) ? (middle, high) : (low, middle);
        }

        var toMiddle = (2 * sum) - (divisor * (Units(Bits.From<T>(low)) + Units(Bits.From<T>(high))));
        return Bits.From<T>(toMiddle > 0 || (toMiddle.IsZero && !ulong.IsEvenInteger(low)) ? high : low);
    }

    /// <summary>A number as a multiple of the smallest positive one; infinity as the power of two that follows the largest finite number.</summary>
    private static BigInteger Units<T>(T number)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var fractionBits = typeof(T) == typeof(float) ? 23 : 52;
        var bits = Bits.Of(T.Abs(number));
        var (exponent, fraction) = ((int)(bits >> fractionBits), (BigInteger)(bits & ((1UL << fractionBits) - 1)));
        var units = exponent == 0 ? fraction : (fraction + (BigInteger.One << fractionBits)) << (exponent - 1);
        return T.IsNegative(number) ? -units : units;
    }
}
