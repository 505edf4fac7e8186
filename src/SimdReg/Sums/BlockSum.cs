using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>The sum of a term over a block of weights.</summary>
internal readonly struct BlockSum<T, TTerm>(TTerm term) : IReduction<T, DoubleDouble>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TTerm : struct, ITerm
{
    public static DoubleDouble Of(ReadOnlySpan<T> block, TTerm term) =>
        ReductionLoop.Run<T, BlockSum<T, TTerm>, DoubleDouble>(block, new(term));

    public DoubleDouble Reduce<L, W>(ReadOnlySpan<T> block)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
    {
        var whole = ReductionLoop.Fold<L, double, T, Fold<L>, LaneSum<L>>(block, new(term), out var rest);
        return rest.IsEmpty ? whole.Across<T>() : whole.Across<T>() + Rest(rest);
    }

    private DoubleDouble Rest(ReadOnlySpan<T> rest) =>
        ReductionLoop.Fold<Lane<double>, double, T, Fold<Lane<double>>, LaneSum<Lane<double>>>(rest, new(term), out _).Across<T>();

    private readonly struct Fold<L>(TTerm term) : IFold<LaneSum<L>, L>
        where L : struct, ILanes<L, double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public LaneSum<L> Add(LaneSum<L> totals, L weights) => term.AddTo<L, T>(totals, weights);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public LaneSum<L> Merge(LaneSum<L> left, LaneSum<L> right) => left.Plus(right);
    }
}
