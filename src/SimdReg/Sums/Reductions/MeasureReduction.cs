using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>Σ|w|, Σw², the number of non-zeros and the largest magnitude of a block of weights.</summary>
internal readonly struct MeasureReduction<T> : IReduction<T, WeightTally<T>>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // See NormReduction.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public WeightTally<T> Reduce<L, W>(ReadOnlySpan<T> block)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
    {
        var anchors = block.Length < Thresholds.ShortestAnchoredMeasure ? default : NormAnchors.For<W, T>(block);
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
