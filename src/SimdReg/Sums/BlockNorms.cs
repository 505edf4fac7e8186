using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>Σ|w| and Σw² over a block of weights, in one pass.</summary>
internal readonly struct BlockNorms<T> : IReduction<T, BlockNorms<T>.Totals>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static Totals Of(ReadOnlySpan<T> block) => ReductionLoop.Run<T, BlockNorms<T>, Totals>(block, default);

    public Totals Reduce<L, W>(ReadOnlySpan<T> block)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
    {
        var whole = ReductionLoop.Fold<L, double, T, Fold<L>, Totals<L>>(block, default, out var rest);
        var single = ReductionLoop.Fold<Lane<double>, double, T, Fold<Lane<double>>, Totals<Lane<double>>>(rest, default, out _);
        return new(
            whole.Magnitudes.Across<T>() + single.Magnitudes.Across<T>(),
            whole.Squares.Across<T>() + single.Squares.Across<T>());
    }

    internal readonly record struct Totals(DoubleDouble Magnitudes, DoubleDouble Squares);

    private readonly record struct Totals<L>(LaneSum<L> Magnitudes, LaneSum<L> Squares)
        where L : struct, ILanes<L, double>;

    private readonly struct Fold<L> : IFold<Totals<L>, L>
        where L : struct, ILanes<L, double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Totals<L> Add(Totals<L> totals, L weights) => new(
            default(MagnitudeTerm).AddTo<L, T>(totals.Magnitudes, weights),
            default(SquareTerm).AddTo<L, T>(totals.Squares, weights));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Totals<L> Merge(Totals<L> left, Totals<L> right) => new(
            left.Magnitudes.Plus(right.Magnitudes),
            left.Squares.Plus(right.Squares));
    }
}
