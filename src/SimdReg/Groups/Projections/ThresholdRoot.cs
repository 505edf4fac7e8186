using System.Buffers;
using System.Numerics;
using SimdReg.Sums;

namespace SimdReg.Groups;

/// <summary>Finds the threshold τ at which Σ max(x − τ, 0) is the radius.</summary>
/// <remarks>
/// Newton's method: τ ← τ + (f(τ) − radius) / count, where count is the number of terms above 0. f is convex and piecewise linear, so a step from anywhere ends left of the
/// root, and the steps after it go right and never pass it. The root is reached when a step leaves the count as it was. Weights that a threshold left of the root
/// reduces to zero play no further part: if they are three quarters or more, the others are copied and the search continues in the copy.
/// Sources: Michelot, "A finite algorithm for finding the projection of a point onto the canonical simplex of Rⁿ", Journal of Optimization Theory and
/// Applications, 1986; Condat, "Fast projection onto the simplex and the l1 ball", Mathematical Programming, 2016.
/// </remarks>
internal static class ThresholdRoot
{
    /// <summary>Finds the root for weights that are not empty.</summary>
    /// <param name="weights">Weights without NaN, the largest x finite.</param>
    /// <param name="norm">Σ|w|, or infinity after an overflow.</param>
    /// <param name="radius">The radius, above 0.</param>
    /// <param name="maxDegreeOfParallelism">The number of threads.</param>
    /// <param name="visited">Counts the weights that are read.</param>
    public static DoubleDouble Of<T, TKey>(ReadOnlySpan<T> weights, double norm, double radius, int maxDegreeOfParallelism, ref long visited)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TKey : struct, IThresholdKey
    {
        if (weights.Length >= Thresholds.ShortestSampledThreshold && norm <= LargestBound)
        {
            var start = OfSample<T, TKey>(weights, norm, radius, ref visited);
            var bound = Bound(norm, weights.Length, start);
            if (bound <= LargestBound)
            {
                return Newton<T, TKey>(weights, radius, start, bound, maxDegreeOfParallelism, ref visited).Threshold;
            }
        }

        return FromLargest<T, TKey>(weights, radius, maxDegreeOfParallelism, ref visited).Threshold;
    }

    /// <summary>Where a sum of doubles is far from overflow.</summary>
    private const double LargestBound = 1e300;

    /// <summary>At least f(τ): twice the sum of all |w| + max(−τ, 0).</summary>
    private static double Bound(double norm, int count, DoubleDouble threshold) => 2 * (norm + (count * Math.Max(-threshold.High, 0)));

    /// <summary>Estimates the threshold from weights at equal distances, somewhat too low: from far right of the root, the first step could end far left.</summary>
    private static DoubleDouble OfSample<T, TKey>(ReadOnlySpan<T> weights, double norm, double radius, ref long visited)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TKey : struct, IThresholdKey
    {
        const int Count = Thresholds.ThresholdSampleLength;
        var buffer = ArrayPool<T>.Shared.Rent(Count);
        var sample = buffer.AsSpan(0, Count);
        var distance = weights.Length / Count;
        var sampleNorm = 0.0;
        for (var i = 0; i < Count; i++)
        {
            sample[i] = weights[i * distance];
            sampleNorm += Math.Abs(double.CreateTruncating(sample[i]));
        }

        DoubleDouble threshold;
        var share = (double)Count / weights.Length;
        if (typeof(TKey) == typeof(MagnitudeKey) && radius > norm / 2)
        {
            // Σ min(|w|, τ) = norm − radius, to which the largest weights, of which a sample has too few or too many, contribute little.
            var rest = sampleNorm - ((norm - radius) * share * (1 - Margin(Count)));
            (threshold, _) = FromLargest<T, TKey>(sample, Math.Max(rest, double.Epsilon), maxDegreeOfParallelism: 1, ref visited);
        }
        else
        {
            var rest = Math.Max(radius * share, double.Epsilon);
            (threshold, var count) = FromLargest<T, TKey>(sample, rest, maxDegreeOfParallelism: 1, ref visited);
            (threshold, _) = FromLargest<T, TKey>(sample, rest * (1 + Margin(count)), maxDegreeOfParallelism: 1, ref visited);
        }

        ArrayPool<T>.Shared.Return(buffer);
        return threshold;
    }

    /// <summary>About two standard deviations of the sum of a sample, divided by the sum.</summary>
    private static double Margin(double count) => 2 / Math.Sqrt(count);

    /// <summary>Starts at the largest x minus the radius, which is never right of the root.</summary>
    private static (DoubleDouble Threshold, double Count) FromLargest<T, TKey>(
        ReadOnlySpan<T> weights, double radius, int maxDegreeOfParallelism, ref long visited)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TKey : struct, IThresholdKey
    {
        visited += weights.Length;
        var start = DoubleDouble.TwoSum(double.CreateTruncating(TKey.Largest(weights)), -radius);
        return Newton<T, TKey>(weights, radius, start, 2 * weights.Length * radius, maxDegreeOfParallelism, ref visited);
    }

    private static (DoubleDouble Threshold, double Count) Newton<T, TKey>(
        ReadOnlySpan<T> weights, double radius, DoubleDouble threshold, double bound, int maxDegreeOfParallelism, ref long visited)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TKey : struct, IThresholdKey
    {
        // So close that the step to the root ends within the rounding of the results.
        var close = radius * (Element<T>.IsSingle ? 1.0 / (1L << 32) : 1.0 / (1L << 50));
        var (count, first) = (0.0, bound);
        T[]? copy = null;
        try
        {
            while (true)
            {
                var reduction = new ThresholdReduction<T, TKey>(threshold, bound, weights.Length);
                var sums = SpanSums.Over<T, ThresholdReduction<T, TKey>, ThresholdSums>(weights, reduction, maxDegreeOfParallelism);
                visited += weights.Length;
                if (sums.Count == 0)
                {
                    return FromLargest<T, TKey>(weights, radius, maxDegreeOfParallelism, ref visited);
                }

                var excess = sums.Minus(radius);
                var next = threshold + new DoubleDouble(excess / sums.Count, 0);
                var isPrecise = reduction.Error <= close || bound <= 8 * radius;
                if (isPrecise && (sums.Count == count || Math.Abs(excess) <= close || next == threshold))
                {
                    return (next, sums.Count);
                }

                var isLeft = excess > reduction.Error || (!isPrecise && excess >= -reduction.Error);
                if (!isPrecise && isLeft && excess <= reduction.Error)
                {
                    next = threshold; // The same sum again, in finer units.
                }

                // To the right f decreases. To the left, where only the first steps and roundings lead, it increases by at most the distance for each weight.
                bound = (2 * sums.Value) + (2 * reduction.Error) + (isLeft ? 0 : first + (2 * weights.Length * Math.Max(-next.High, 0)));
                if (isLeft && weights.Length >= Thresholds.ShortestSampledThreshold && sums.Count <= weights.Length / 4)
                {
                    visited += weights.Length;
                    copy ??= ArrayPool<T>.Shared.Rent((int)sums.Count + 1);
                    weights = copy.AsSpan(0, reduction.CopyAbove(weights, copy));
                }

                (threshold, count) = (next, sums.Count);
            }
        }
        finally
        {
            if (copy is not null)
            {
                ArrayPool<T>.Shared.Return(copy);
            }
        }
    }
}
