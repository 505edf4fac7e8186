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

    /// <summary>Moves the largest weight where the roundings of all weights have moved the norm out of the set. So a second projection changes nothing.</summary>
    private static long Settle<T, TKey>(Span<T> weights, BoundedSum sums, T radius, int maxDegreeOfParallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TKey : struct, IThresholdKey
    {
        long visited = 0;
        if (!Certificate.Enclose<T>(in sums, default, NormStrengths.OfMagnitudes).TryRound(out T norm))
        {
            norm = SpanSums.Of<T>(weights, NormStrengths.OfMagnitudes, maxDegreeOfParallelism);
            visited += weights.Length;
        }

        // Twice, because a sum halfway between two numbers can be rounded away from the radius once.
        for (var turn = 0; turn < 2 && !TKey.Holds(norm, radius); turn++)
        {
            ref var largest = ref weights[IndexOfLargest<T>(weights)];
            var excess = norm - radius; // Exact: both are within a few units in the last place.
            if (T.Abs(excess) > T.Abs(largest) / T.CreateTruncating(2))
            {
                // More than a million equal weights, whose roundings add up: no single one can take the difference.
                break;
            }

            largest = T.CopySign(T.Abs(largest) - excess, largest);
            norm = SpanSums.Of<T>(weights, NormStrengths.OfMagnitudes, maxDegreeOfParallelism);
            visited += 2L * weights.Length;
        }

        return visited;
    }

    private static int IndexOfLargest<T>(ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var index = 0;
        for (var i = 1; i < weights.Length; i++)
        {
            index = T.Abs(weights[i]) > T.Abs(weights[index]) ? i : index;
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

        public static int StateCount => 0;

        // A total of the smallest normal number is shared by weights that are subnormal.
        public static bool FlushesSubnormal => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Read<L>(L target)
            where L : struct, ILanes<L> => target;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public L Rate<L>()
            where L : struct, ILanes<L> => default;

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
