using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg.Sums;

/// <summary>Both sums of norms and the extent of the weights in each lane, in their own type.</summary>
internal struct LaneMeasure<W, T>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public AnchoredSum<W> Magnitudes;
    public AnchoredSum<W> Squares;
    public LaneExtent<W, T> Extent;

    /// <summary>Back to nothing, where anchors say.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Begin(NormAnchors anchors)
    {
        Magnitudes = new(W.Splat(anchors.Magnitudes), W.Zero);
        Squares = new(W.Splat(anchors.Squares), W.Zero);
        Extent = default;
    }

    /// <summary>Adds one more weight in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(W weights)
    {
        Magnitudes = default(MagnitudeTerm).AddTo(Magnitudes, weights);
        Squares = default(SquareTerm).AddTo(Squares, weights);
        Extent.Add(weights);
    }
}

/// <summary>The same, gathered in lanes of double.</summary>
internal struct GatheredMeasure<TWide, L, W, T>
    where TWide : struct, IWideSum<TWide, L>
    where L : struct, ILanes<L, double>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private GatheredSum<TWide, L, W, T> _magnitudes;
    private GatheredSum<TWide, L, W, T> _squares;
    private LaneExtent<W, T> _extent;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in LaneMeasure<W, T> part, NormAnchors anchors)
    {
        _magnitudes.Add(part.Magnitudes, anchors.Magnitudes);
        _squares.Add(part.Squares, anchors.Squares);
        _extent.Add(in part.Extent);
    }

    /// <summary>All lanes together, which hold so many weights.</summary>
    public readonly BlockMeasure<T>.Result Across(NormAnchors anchors, int count) => new(
        new(_magnitudes.Across(anchors.Magnitudes), Anchor<T>.Error(anchors.Magnitudes, count)),
        new(_squares.Across(anchors.Squares), Anchor<T>.Error(anchors.Squares, count)),
        _extent.Across());
}
