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
        if (!Element<T>.IsSingle)
        {
            // Arithmetic takes the time here, not memory: a second look at a block in the cache costs nothing.
            return new(
                default(BlockSum<T, MagnitudeTerm>).Reduce<L, W>(block),
                default(BlockSum<T, SquareTerm>).Reduce<L, W>(block));
        }

        var norms = Lanes<L>(block, out var rest);
        return rest.IsEmpty ? norms : norms + Lanes<Lane<double>>(rest, out _);
    }

    private static Norms Lanes<L>(ReadOnlySpan<T> block, out ReadOnlySpan<T> rest)
        where L : struct, ILanes<L, double>
    {
        var totals = ReductionLoop.Fold<L, double, T, Fold<L>, Totals<L>>(block, default, out rest);
        return new(totals.Magnitudes.Across(), totals.Squares.Across());
    }

    private readonly record struct Totals<L>(PlainSum<L> Magnitudes, PlainSum<L> Squares)
        where L : struct, ILanes<L, double>;

    private readonly struct Fold<L> : IFold<Totals<L>, L>
        where L : struct, ILanes<L, double>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Totals<L> Add(Totals<L> totals, L weights) => new(
            default(MagnitudeTerm).AddTo(totals.Magnitudes, weights),
            default(SquareTerm).AddTo(totals.Squares, weights));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Totals<L> Merge(Totals<L> left, Totals<L> right) => new(
            left.Magnitudes.Plus(right.Magnitudes),
            left.Squares.Plus(right.Squares));
    }
}
