using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>Σ|w| and Σw² over a block of weights, in one pass.</summary>
internal readonly struct BlockNorms<T> : IReduction<T, Norms>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static Norms Of(ReadOnlySpan<T> block) => ReductionLoop.Run<T, BlockNorms<T>, Norms>(block, default);

    public Norms Reduce<L, W>(ReadOnlySpan<T> block)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
    {
        var norms = Lanes<L>(block, out var rest);
        return rest.IsEmpty ? norms : norms + Lanes<Lane<double>>(rest, out _);
    }

    private static Norms Lanes<L>(ReadOnlySpan<T> block, out ReadOnlySpan<T> rest)
        where L : struct, ILanes<L, double> =>
        Element<T>.IsSingle
            ? ReductionLoop.Fold<L, double, T, Fold<PlainSum<L>, L>, Totals<PlainSum<L>, L>>(block, default, out rest).Across()
            : ReductionLoop.Fold<L, double, T, Fold<CompensatedSum<L>, L>, Totals<CompensatedSum<L>, L>>(block, default, out rest).Across();

    private readonly record struct Totals<TSum, L>(TSum Magnitudes, TSum Squares)
        where TSum : struct, ILaneSum<TSum, L>
        where L : struct, ILanes<L, double>
    {
        public Norms Across() => new(Magnitudes.Across(), Squares.Across());
    }

    private readonly struct Fold<TSum, L> : IFold<Totals<TSum, L>, L>
        where TSum : struct, ILaneSum<TSum, L>
        where L : struct, ILanes<L, double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Totals<TSum, L> Add(Totals<TSum, L> totals, L weights) => new(
            default(MagnitudeTerm).AddTo(totals.Magnitudes, weights),
            default(SquareTerm).AddTo(totals.Squares, weights));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Totals<TSum, L> Merge(Totals<TSum, L> left, Totals<TSum, L> right) => new(
            left.Magnitudes.Plus(right.Magnitudes),
            left.Squares.Plus(right.Squares));
    }
}
