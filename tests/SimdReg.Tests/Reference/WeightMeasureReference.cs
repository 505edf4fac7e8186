using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>What a plain loop finds out about some weights. The sums are those of finite weights.</summary>
internal static class WeightMeasureReference
{
    /// <summary>max |w|; 0 for no weights, NaN where a weight is NaN.</summary>
    public static T MaxMagnitude<T>(ReadOnlySpan<T> weights)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var largest = T.Zero;
        foreach (var w in weights)
        {
            if (T.IsNaN(w))
            {
                return T.NaN;
            }

            largest = T.Abs(w) > largest ? T.Abs(w) : largest;
        }

        return largest;
    }

    /// <summary>What every sum of these weights is where some are not finite: NaN or ∞; null where all are finite.</summary>
    public static T? NonFiniteSum<T>(ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.IsNaN(MaxMagnitude(weights)) ? T.NaN : T.IsInfinity(MaxMagnitude(weights)) ? T.PositiveInfinity : null;

    public static long NonZeroCount<T>(ReadOnlySpan<T> weights)
        where T : IBinaryFloatingPointIeee754<T> =>
        Count(weights, w => w != T.Zero);

    public static long NonFiniteCount<T>(ReadOnlySpan<T> weights)
        where T : IBinaryFloatingPointIeee754<T> =>
        Count(weights, w => T.IsNaN(w) || T.IsInfinity(w));

    /// <summary>The exact sums of |w| over the first 0, 1, 2, … weights.</summary>
    public static ExactSum[] MagnitudePrefixes(IEnumerable<double> weights) =>
        ExactSum.Prefixes(weights.Select(w => ExactSum.Of(Math.Abs(w))));

    /// <summary>The exact sums of w² over the first 0, 1, 2, … weights.</summary>
    public static ExactSum[] SquarePrefixes(IEnumerable<double> weights) =>
        ExactSum.Prefixes(weights.Select(ExactSum.OfSquare));

    private static long Count<T>(ReadOnlySpan<T> weights, Func<T, bool> condition)
    {
        var count = 0L;
        foreach (var w in weights)
        {
            count += condition(w) ? 1 : 0;
        }

        return count;
    }
}
