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
        var sum = Lanes<L>(block, out var rest);
        return rest.IsEmpty ? sum : sum + Lanes<Lane<double>>(rest, out _);
    }

    private DoubleDouble Lanes<L>(ReadOnlySpan<T> block, out ReadOnlySpan<T> rest)
        where L : struct, ILanes<L, double> =>
        Element<T>.IsSingle
            ? ReductionLoop.Fold<L, T, Fold<PlainSum<L>, L>, PlainSum<L>>(block, new(term), out rest).Across()
            : ReductionLoop.Fold<L, T, Fold<CompensatedSum<L>, L>, CompensatedSum<L>>(block, new(term), out rest).Across();

    private readonly struct Fold<TSum, L>(TTerm term) : IFold<TSum, T>
        where TSum : struct, ILaneSum<TSum, L>
        where L : struct, ILanes<L, double>
    {
        public static int Count => L.Count;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TSum Add(TSum totals, ref readonly T weights) => term.AddTo(totals, Doubles.Load<L, T>(in weights));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TSum Merge(TSum left, TSum right) => left.Plus(right);
    }
}
