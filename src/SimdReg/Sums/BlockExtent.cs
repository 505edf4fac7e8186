using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>The number of non-zeros and the largest magnitude of a block of weights.</summary>
internal readonly struct BlockExtent<T> : IReduction<T, BlockExtent<T>.Totals>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static Totals Of(ReadOnlySpan<T> block) => ReductionLoop.Run<T, BlockExtent<T>, Totals>(block, default);

    public Totals Reduce<L, W>(ReadOnlySpan<T> block)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
    {
        var whole = ReductionLoop.Fold<W, T, T, Fold<W>, Totals<W>>(block, default, out var rest);
        var single = ReductionLoop.Fold<Lane<T>, T, T, Fold<Lane<T>>, Totals<Lane<T>>>(rest, default, out _);
        return Across(whole).With(Across(single));
    }

    private static Totals Across<W>(Totals<W> lanes)
        where W : struct, ILanes<W, T>
    {
        Span<T> nonZeros = stackalloc T[W.Count];
        Span<T> largest = stackalloc T[W.Count];
        lanes.NonZeros.Store(ref nonZeros[0]);
        lanes.Largest.Store(ref largest[0]);

        var totals = default(Totals);
        for (var i = 0; i < largest.Length; i++)
        {
            totals = totals.With(new(long.CreateTruncating(nonZeros[i]), largest[i]));
        }

        return totals;
    }

    /// <summary>What a block amounts to.</summary>
    internal readonly record struct Totals(long NonZeros, T Largest)
    {
        public Totals With(Totals others) => new(NonZeros + others.NonZeros, T.Max(Largest, others.Largest));
    }

    /// <summary>What the weights in each lane amount to. A count is exact, for a block is shorter than 2²⁴.</summary>
    private readonly record struct Totals<L>(L NonZeros, L Largest);

    private readonly struct Fold<L> : IFold<Totals<L>, L>
        where L : struct, ILanes<L>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Totals<L> Add(Totals<L> totals, L weights) => new(
            totals.NonZeros + L.SelectEqual(weights, L.Zero, L.Zero, L.Splat(1)),
            Larger(totals.Largest, L.Abs(weights)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Totals<L> Merge(Totals<L> left, Totals<L> right) => new(
            left.NonZeros + right.NonZeros,
            Larger(left.Largest, right.Largest));

        /// <summary>The larger of two magnitudes; a NaN on the right is passed over, and counted elsewhere.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static L Larger(L left, L right) => L.SelectLess(left, right, right, left);
    }
}
