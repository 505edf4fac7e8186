using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>Σ|w|, Σw², the number of non-zeros and the largest magnitude of a block of weights.</summary>
internal readonly struct BlockMeasure<T> : IReduction<T, BlockMeasure<T>.Result>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The shortest block that is worth anchors: in double it is walked three times.</summary>
    private const int ShortestLength = 256;

    // See BlockNorm.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public Result Reduce<L, W>(ReadOnlySpan<T> block)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
    {
        var anchors = block.Length < ShortestLength ? default : NormAnchors.For<W, T>(block);
        if (anchors.AreChosen)
        {
            var result = Element<T>.IsSingle ? Anchored<PlainSum<L>, L, W>(block, anchors) : Anchored<CompensatedSum<L>, L, W>(block, anchors);
            if (result.IsProven)
            {
                return result;
            }
        }

        return Separately<L, W>(block);
    }

    /// <summary>Both sums in double, where the extent is known.</summary>
    public static Result InDouble<L, W>(ReadOnlySpan<T> block, Extent<T> extent)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T> =>
        new(BlockNorm<T, MagnitudeTerm>.InDouble<L, W>(block), BlockNorm<T, SquareTerm>.InDouble<L, W>(block), extent);

    /// <summary>Both sums in double, and the extent for itself.</summary>
    public static Result Separately<L, W>(ReadOnlySpan<T> block)
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T> => InDouble<L, W>(block, ExtentOf<W>(block));

    private static Result Anchored<TWide, L, W>(ReadOnlySpan<T> block, NormAnchors anchors)
        where TWide : struct, IWideSum<TWide, L>
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
    {
        var sums = ReductionLoop.Fold<W, T, EverythingFold<TWide, L, W>, LaneMeasure<W, T>, GatheredMeasure<TWide, L, W, T>>(block, new(anchors), out var rest);
        var result = sums.Across(anchors, block.Length - rest.Length);
        return rest.IsEmpty ? result : result + Separately<Lane<double>, Lane<T>>(rest);
    }

    private static Extent<T> ExtentOf<W>(ReadOnlySpan<T> block)
        where W : struct, ILanes<W, T>
    {
        var whole = ReductionLoop.Fold<W, T, ExtentFold<W>, LaneExtent<W, T>, LaneExtent<W, T>>(block, default, out var rest);
        var extent = whole.Across();
        return rest.IsEmpty ? extent : extent + ExtentOf<Lane<T>>(rest);
    }

    /// <summary>What a block amounts to.</summary>
    internal readonly record struct Result(BoundedSum Magnitudes, BoundedSum Squares, Extent<T> Extent) : IAdditionOperators<Result, Result, Result>
    {
        /// <summary>Whether no sum grew beyond what its anchor allows.</summary>
        public bool IsProven => Magnitudes.IsProven && Squares.IsProven;

        public static Result operator +(Result left, Result right) => new(
            left.Magnitudes + right.Magnitudes,
            left.Squares + right.Squares,
            left.Extent + right.Extent);
    }

    private readonly struct EverythingFold<TWide, L, W>(NormAnchors anchors) : IFold<LaneMeasure<W, T>, GatheredMeasure<TWide, L, W, T>, T>
        where TWide : struct, IWideSum<TWide, L>
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
    {
        public static int Count => W.Count;

        public static int Turns => Anchor<T>.Turns;

        public LaneMeasure<W, T> Start
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get
            {
                var lanes = default(LaneMeasure<W, T>);
                lanes.Norms.Begin(anchors);
                return lanes;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(ref LaneMeasure<W, T> totals, ref readonly T weights) => totals.Add(W.Load(in weights));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Gather(ref GatheredMeasure<TWide, L, W, T> sums, LaneMeasure<W, T> totals) => sums.Add(in totals, anchors);
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
