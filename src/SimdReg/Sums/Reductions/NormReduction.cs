using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>Σ|w| or Σw² over a block of weights: in their own type from an anchor, or in double where the anchor fails.</summary>
internal readonly struct NormReduction<T, TTerm> : IReduction<T, BoundedSum>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TTerm : struct, ITerm
{
    /// <summary>The largest number of weights that are summed without an anchor.</summary>
    private static int LongestWithout
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Element<T>.IsSingle ? Thresholds.LongestUnanchoredFloats : Thresholds.LongestUnanchoredDoubles;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BoundedSum Reduce<L, W>(ReadOnlySpan<T> block)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T> =>
        block.Length <= LongestWithout ? InDouble<L, W>(block) : new(FromAnchor<L, W>(block, out var error), error);

    /// <summary>Computes the sum in lanes of double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BoundedSum InDouble<L, W>(ReadOnlySpan<T> block)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T> =>
        new(default(TermReduction<T, TTerm>).Reduce<L, W>(block), 0);

    // NoInlining: inlined into its callers, it would use up the JIT's inlining budget for the methods that it calls.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static DoubleDouble FromAnchor<L, W>(ReadOnlySpan<T> block, out double error)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
    {
        var anchor = Anchor<T>.For<W, TTerm>(block);
        if (anchor > 0)
        {
            var sum = Element<T>.IsSingle ? Anchored<PlainSum<L>, L, W>(block, anchor) : Anchored<CompensatedSum<L>, L, W>(block, anchor);
            if (double.IsFinite(sum.High))
            {
                error = Anchor<T>.Error(anchor, block.Length);
                return sum;
            }
        }

        error = 0;
        return InDouble<L, W>(block).Value;
    }

    private static DoubleDouble Anchored<TWide, L, W>(ReadOnlySpan<T> block, double anchor)
        where TWide : struct, IWideSum<TWide, L>
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
    {
        var sums = ReductionLoop.Fold<FourTotals, T, Fold<TWide, L, W>, AnchoredSum<W>, GatheredSum<TWide, L, W, T>>(block, new(anchor), out var rest);
        var sum = sums.Across(anchor);
        return rest.IsEmpty ? sum : sum + InDouble<Lane<double>, Lane<T>>(rest).Value;
    }

    private readonly struct Fold<TWide, L, W>(double anchor) : IFold<AnchoredSum<W>, GatheredSum<TWide, L, W, T>, T>
        where TWide : struct, IWideSum<TWide, L>
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
    {
        public static int Count => W.Count;

        public static int Turns => Anchor<T>.Turns;

        public AnchoredSum<W> Start
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => new(W.Splat(anchor), W.Zero);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(ref AnchoredSum<W> totals, ref readonly T weights) => totals = default(TTerm).AddTo(totals, W.Load(in weights));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Gather(ref GatheredSum<TWide, L, W, T> sums, AnchoredSum<W> totals) => sums.Add(totals, anchor);
    }
}
