using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg.Sums;

/// <summary>Both sums of norms in each lane, in the weights' own type.</summary>
internal struct LaneNorms<W>
    where W : struct, ILanes<W>
{
    public AnchoredSum<W> Magnitudes;
    public AnchoredSum<W> Squares;

    /// <summary>Back to nothing, where anchors say.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Begin(NormAnchors anchors)
    {
        Magnitudes = new(W.Splat(anchors.Magnitudes), W.Zero);
        Squares = new(W.Splat(anchors.Squares), W.Zero);
    }

    /// <summary>Adds one more weight in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(W weights)
    {
        Magnitudes = default(MagnitudeTerm).AddTo(Magnitudes, weights);
        Squares = default(SquareTerm).AddTo(Squares, weights);
    }
}

/// <summary>The same, gathered in lanes of double.</summary>
internal struct GatheredNorms<TWide, L, W, T>
    where TWide : struct, IWideSum<TWide, L>
    where L : struct, ILanes<L, double>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private GatheredSum<TWide, L, W, T> _magnitudes;
    private GatheredSum<TWide, L, W, T> _squares;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in LaneNorms<W> part, NormAnchors anchors)
    {
        _magnitudes.Add(part.Magnitudes, anchors.Magnitudes);
        _squares.Add(part.Squares, anchors.Squares);
    }

    /// <summary>All lanes together, which hold so many weights of this extent.</summary>
    public readonly BlockMeasure<T>.Result Across(NormAnchors anchors, int count, Extent<T> extent) => new(
        new(_magnitudes.Across(anchors.Magnitudes), Anchor<T>.Error(anchors.Magnitudes, count)),
        new(_squares.Across(anchors.Squares), Anchor<T>.Error(anchors.Squares, count)),
        extent);
}
