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

    public Totals Reduce<L>(ReadOnlySpan<T> block)
        where L : struct, ILanes<L, double>
    {
        var whole = ReductionLoop.Fold<L, T, Fold<L>, Totals<L>>(block, default, out var rest);
        var single = ReductionLoop.Fold<Lane<double>, T, Fold<Lane<double>>, Totals<Lane<double>>>(rest, default, out _);
        return Across(whole).With(Across(single));
    }

    private static Totals Across<L>(Totals<L> lanes)
        where L : struct, ILanes<L, double>
    {
        Span<double> nonZeros = stackalloc double[L.Count];
        Span<double> largest = stackalloc double[L.Count];
        lanes.NonZeros.Store(ref nonZeros[0]);
        lanes.Largest.Store(ref largest[0]);

        var totals = default(Totals);
        for (var i = 0; i < largest.Length; i++)
        {
            totals = totals.With(new((long)nonZeros[i], largest[i]));
        }

        return totals;
    }

    /// <summary>What a block amounts to.</summary>
    internal readonly record struct Totals(long NonZeros, double Largest)
    {
        public Totals With(Totals others) => new(NonZeros + others.NonZeros, Math.Max(Largest, others.Largest));
    }

    private readonly record struct Totals<L>(L NonZeros, L Largest);

    private readonly struct Fold<L> : IFold<Totals<L>, L>
        where L : struct, ILanes<L, double>
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
