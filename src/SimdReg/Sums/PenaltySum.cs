using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>Σ p(w) over a block of weights.</summary>
internal readonly struct PenaltySum<T, TPenalty>(TPenalty penalty) : IReduction<T, double>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TPenalty : struct, IPenalty
{
    /// <summary>Σ p(w) over any number of weights.</summary>
    public static double Of(ReadOnlySpan<T> weights, TPenalty penalty)
    {
        var sum = default(CompensatedSum);
        foreach (var block in new Blocks<T>(weights))
        {
            sum.Add(ReductionLoop.Run<T, PenaltySum<T, TPenalty>, double>(block, new(penalty)));
        }

        return sum.Value;
    }

    public double Reduce<L>(ReadOnlySpan<T> block)
        where L : struct, ILanes<L, double>
    {
        var whole = ReductionLoop.Fold<L, T, Terms<L>, L>(block, new(penalty), out var rest);
        var single = ReductionLoop.Fold<Lane<double>, T, Terms<Lane<double>>, Lane<double>>(rest, new(penalty), out _);
        return Across.Sum(whole) + Across.Sum(single);
    }

    private readonly struct Terms<L>(TPenalty penalty) : IFold<L, L>
        where L : struct, ILanes<L, double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public L Add(L totals, L weights) => totals + penalty.Value(weights);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public L Merge(L left, L right) => left + right;
    }
}
