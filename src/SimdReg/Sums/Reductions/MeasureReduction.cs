using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>Σ|w|, Σw², the number of non-zeros and the largest magnitude of a block of weights.</summary>
internal readonly struct MeasureReduction<T> : IReduction<T, WeightTally<T>>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public WeightTally<T> Reduce<L, W>(ReadOnlySpan<T> block)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T> =>
        block.Length >= Thresholds.ShortestAnchoredMeasure ? Many<L, W>(block)
        : Element<T>.IsSingle ? Few<PlainSum<L>, L, W>(block)
        : Few<CompensatedSum<L>, L, W>(block);

    // See TermReduction.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static WeightTally<T> Few<TSum, L, W>(ReadOnlySpan<T> weights)
        where TSum : struct, IWideSum<TSum, L>
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
    {
        ref var first = ref MemoryMarshal.GetReference(weights);
        TSum magnitudes = default, otherMagnitudes = default, squares = default, otherSquares = default;
        var extent = default(LaneExtent<W, T>);
        var i = 0;
        for (; i <= weights.Length - W.Count; i += W.Count)
        {
            var wide = Doubles.Load<L, T>(in Unsafe.Add(ref first, i));
            magnitudes = magnitudes.Plus(L.Abs(wide));
            squares = squares.PlusSquare(wide);
            if (W.Count > L.Count)
            {
                wide = Doubles.Load<L, T>(in Unsafe.Add(ref first, i + L.Count));
                otherMagnitudes = otherMagnitudes.Plus(L.Abs(wide));
                otherSquares = otherSquares.PlusSquare(wide);
            }

            extent.Add(W.Load(in Unsafe.Add(ref first, i)));
        }

        var tally = extent.Across(new(magnitudes.Plus(otherMagnitudes).Across(), 0), new(squares.Plus(otherSquares).Across(), 0));
        return i == weights.Length ? tally : tally + Separately<Lane<double>, Lane<T>>(weights[i..]);
    }

    // See NormReduction.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static WeightTally<T> Many<L, W>(ReadOnlySpan<T> block)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
    {
        var anchors = NormAnchors.For<W, T>(block);
        if (anchors.AreChosen)
        {
            var tally = Element<T>.IsSingle ? Anchored<PlainSum<L>, L, W>(block, anchors) : Anchored<CompensatedSum<L>, L, W>(block, anchors);
            if (tally.IsProven)
            {
                return tally;
            }
        }

        return Separately<L, W>(block);
    }

    /// <summary>Computes both sums in double, and the extent in a separate pass.</summary>
    public static WeightTally<T> Separately<L, W>(ReadOnlySpan<T> block)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
    {
        var extent = Extent<W>(block, out var rest);
        var (magnitudes, squares) = (NormReduction<T, MagnitudeTerm>.InDouble<L, W>(block), NormReduction<T, SquareTerm>.InDouble<L, W>(block));
        var tally = extent.Across(magnitudes, squares);
        return rest.IsEmpty ? tally : tally + Extent<Lane<T>>(rest, out _).Across(default, default);
    }

    private static WeightTally<T> Anchored<TWide, L, W>(ReadOnlySpan<T> block, NormAnchors anchors)
        where TWide : struct, IWideSum<TWide, L>
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
    {
        var gathered = ReductionLoop.Fold<OneTotal, T, TallyFold<TWide, L, W>, LaneTally<W, T>, GatheredTally<TWide, L, W, T>>(block, new(anchors), out var rest);
        var tally = gathered.Across(anchors, block.Length - rest.Length);
        return rest.IsEmpty ? tally : tally + Separately<Lane<double>, Lane<T>>(rest);
    }

    private static LaneExtent<W, T> Extent<W>(ReadOnlySpan<T> block, out ReadOnlySpan<T> rest)
        where W : struct, ILanes<W, T> =>
        ReductionLoop.Fold<FourTotals, T, ExtentFold<W>, LaneExtent<W, T>, LaneExtent<W, T>>(block, default, out rest);

    private readonly struct TallyFold<TWide, L, W>(NormAnchors anchors) : IFold<LaneTally<W, T>, GatheredTally<TWide, L, W, T>, T>
        where TWide : struct, IWideSum<TWide, L>
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
    {
        public static int Count => W.Count;

        public static int Turns => Anchor<T>.Turns;

        public LaneTally<W, T> Start
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => new(anchors);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(ref LaneTally<W, T> totals, ref readonly T weights) => totals.Add(W.Load(in weights));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Gather(ref GatheredTally<TWide, L, W, T> sums, LaneTally<W, T> totals) => sums.Add(in totals, anchors);
    }

    private readonly struct ExtentFold<W> : IFold<LaneExtent<W, T>, LaneExtent<W, T>, T>
        where W : struct, ILanes<W, T>
    {
        public static int Count => W.Count;

        public static int Turns => int.MaxValue;

        public LaneExtent<W, T> Start => default;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(ref LaneExtent<W, T> totals, ref readonly T weights) => totals.Add(W.Load(in weights));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Gather(ref LaneExtent<W, T> sums, LaneExtent<W, T> totals) => sums.Add(in totals);
    }
}
