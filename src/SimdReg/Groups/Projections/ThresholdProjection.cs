using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Lanes;
using SimdReg.Loops;
using SimdReg.Sums;

namespace SimdReg.Groups;

/// <summary>The projection onto the L1 ball and onto the simplex.</summary>
internal static class ThresholdProjection
{
    /// <summary>Projects, and returns the number of weights visited: passes over memory × weights.</summary>
    public static long Run<T, TKey>(Span<T> weights, double radius, int maxDegreeOfParallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TKey : struct, IThresholdKey
    {
        Element<T>.Require();
        Guard.AtLeastOne(maxDegreeOfParallelism);
        var limit = Element<T>.Round(radius);
        long visited = weights.Length;
        var norm = SpanSums.Of<T>(weights, NormStrengths.OfMagnitudes, maxDegreeOfParallelism);
        if (weights.IsEmpty || (TKey.Holds(norm, limit) && TKey.Allows<T>(weights)))
        {
            return visited;
        }

        var threshold = Threshold<T, TKey>(weights, norm, limit, maxDegreeOfParallelism, ref visited);
        var formula = new ThresholdFormula<TKey>(Element<T>.IsSingle, threshold);
        var sums = SpanSums.Over<T, WriteAndSum<T, TKey>, BoundedSum>(weights, new(formula), maxDegreeOfParallelism);
        visited += weights.Length;
        return double.IsFinite(threshold.High) ? visited + Settle<T, TKey>(weights, sums, limit, maxDegreeOfParallelism) : visited;
    }

    /// <summary>τ: NaN if a weight is, infinite if only zeros remain or the largest x is infinite.</summary>
    private static DoubleDouble Threshold<T, TKey>(ReadOnlySpan<T> weights, T norm, T radius, int maxDegreeOfParallelism, ref long visited)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TKey : struct, IThresholdKey
    {
        if (T.IsNaN(norm))
        {
            return new(double.NaN, 0);
        }

        if (radius == T.Zero)
        {
            return new(double.PositiveInfinity, 0);
        }

        if (T.IsInfinity(norm) && TKey.Largest(weights) is var largest && !T.IsFinite(largest))
        {
            return new(double.CreateTruncating(largest), 0);
        }

        return ThresholdRoot.Of<T, TKey>(weights, double.CreateTruncating(norm), double.CreateTruncating(radius), maxDegreeOfParallelism, ref visited);
    }

    /// <summary>Moves one weight where the roundings of all have moved the norm out of the set. So a second projection changes nothing.</summary>
    private static long Settle<T, TKey>(Span<T> weights, BoundedSum sums, T radius, int maxDegreeOfParallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TKey : struct, IThresholdKey
    {
        long visited = 0;
        var enclosure = Certificate.Enclose<T>(in sums, default, NormStrengths.OfMagnitudes);
        for (var turn = 0; ; turn++)
        {
            if (!enclosure.TryRound(out T norm))
            {
                norm = SpanSums.Of<T>(weights, NormStrengths.OfMagnitudes, maxDegreeOfParallelism);
                visited += weights.Length;
            }

            // The difference is exact: both are within a few units in the last place. The norm moves by as many units, unless it was halfway between two
            // numbers: then half a unit is left, and a smaller weight can take it.
            var excess = turn == 0 ? norm - radius : (norm - radius) / T.CreateTruncating(2);
            var index = TKey.Holds(norm, radius) || turn == 2 ? -1 : turn == 0 ? IndexOfMean<T>(weights, radius) : IndexOfSmallest<T>(weights, T.Abs(excess));
            if (index < 0 || T.Abs(weights[index]) < T.Abs(excess) * T.CreateTruncating(2))
            {
                return visited;
            }

            var before = T.Abs(weights[index]);
            weights[index] = T.CopySign(before - excess, weights[index]);
            var change = DoubleDouble.TwoSum(double.CreateTruncating(before - excess), -double.CreateTruncating(before));
            enclosure = enclosure with { Centre = enclosure.Centre + change };
        }
    }

    /// <summary>The first weight that is at least the mean.</summary>
    private static int IndexOfMean<T>(ReadOnlySpan<T> weights, T radius)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Less half, because of the roundings.
        var mean = radius / T.CreateTruncating(2.0 * weights.Length);
        for (var i = 0; i < weights.Length; i++)
        {
            if (T.Abs(weights[i]) >= mean)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The smallest weight of at least four times this number.</summary>
    private static int IndexOfSmallest<T>(ReadOnlySpan<T> weights, T number)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (index, smallest, least) = (-1, T.PositiveInfinity, number * T.CreateTruncating(4));
        for (var i = 0; i < weights.Length; i++)
        {
            var magnitude = T.Abs(weights[i]);
            if (magnitude >= least && magnitude < smallest)
            {
                (index, smallest) = (i, magnitude);
            }
        }

        return index;
    }

    /// <summary>x ← max((x − τ₁) − τ₂, 0), where τ₁ is the threshold rounded to the element type, and τ₂ what that leaves.</summary>
    /// <remarks>Where x is near the threshold, the first difference is exact. So the relative error of a result is at most two roundings, even if it is far smaller than x.</remarks>
    private readonly struct ThresholdFormula<TKey> : IElementwise
        where TKey : struct, IThresholdKey
    {
        private readonly double _high;
        private readonly double _low;

        public ThresholdFormula(bool isSingle, DoubleDouble threshold)
        {
            _high = isSingle ? (float)threshold.High : threshold.High;
            _low = double.IsFinite(_high) ? threshold.High - _high + threshold.Low : 0;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public L Rate<L>()
            where L : struct, ILanes<L> => default;

        // Subnormal results stay: a total of the smallest normal number is shared by weights that are subnormal.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public L Next<L>(L target, L source, ref StateLanes<L> state)
            where L : struct, ILanes<L> =>
            TKey.Restore(L.Max(TKey.Of(target) - L.Splat(_high) - L.Splat(_low), L.Zero), target);
    }

    /// <summary>Writes a block and sums its magnitudes while they are in the cache.</summary>
    private readonly struct WriteAndSum<T, TKey>(ThresholdFormula<TKey> formula) : IReduction<T, BoundedSum>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TKey : struct, IThresholdKey
    {
        public BoundedSum Reduce<L, W>(ReadOnlySpan<T> block)
            where L : struct, ILanes<L, double>
            where W : struct, ILanes<W, T>
        {
            // The projection hands its own span to the loop over blocks, which knows spans that are read.
            var written = MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(block), block.Length);
            WidestLanes.Update(written, written, default, in formula);
            return default(NormReduction<T, MagnitudeTerm>).Reduce<L, W>(block);
        }
    }
}
