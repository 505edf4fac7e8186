using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg.Sums;

/// <summary>The anchors of the two sums of norms; 0 where there is none.</summary>
internal readonly record struct NormAnchors(double Magnitudes, double Squares)
{
    public bool AreChosen => Magnitudes > 0 && Squares > 0;

    public static NormAnchors For<W, T>(ReadOnlySpan<T> block)
        where W : struct, ILanes<W, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(
            Anchor<T>.For<W, MagnitudeTerm>(block),
            Anchor<T>.For<W, SquareTerm>(block));
}

/// <summary>The number of non-zeros, and the largest magnitude in each lane.</summary>
internal struct LaneExtent<W, T>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private W _largest;
    private int _nonZeros;

    /// <summary>Adds one weight in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(W weights)
    {
        _largest = W.MaxOfMagnitudes(W.Abs(weights), _largest);
        _nonZeros += W.Count - BitOperations.PopCount(W.ZeroBits(weights));
    }

    /// <summary>Adds another extent, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in LaneExtent<W, T> other)
    {
        _largest = W.MaxOfMagnitudes(other._largest, _largest);
        _nonZeros += other._nonZeros;
    }

    /// <summary>Combines all lanes, and adds the sums of the same weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly WeightTally<T> Across(BoundedSum magnitudes, BoundedSum squares) =>
        new(magnitudes, squares, _nonZeros, LaneValues.Largest<W, T>(_largest));
}

/// <summary>Both sums and the extent in each lane, in the weights' own type.</summary>
internal struct LaneTally<W, T>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public AnchoredSum<W> Magnitudes;
    public AnchoredSum<W> Squares;
    public LaneExtent<W, T> Extent;

    // Not a primary constructor: the JIT would leave it as a call in the loop.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneTally(NormAnchors anchors)
    {
        Magnitudes = new(W.Splat(anchors.Magnitudes), W.Zero);
        Squares = new(W.Splat(anchors.Squares), W.Zero);
    }

    /// <summary>Adds one weight in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(W weights)
    {
        Magnitudes = default(MagnitudeTerm).AddTo(Magnitudes, weights);
        Squares = default(SquareTerm).AddTo(Squares, weights);
        Extent.Add(weights);
    }
}

/// <summary>A tally gathered in lanes of double.</summary>
internal struct GatheredTally<TWide, L, W, T>
    where TWide : struct, IWideSum<TWide, L>
    where L : struct, ILanes<L, double>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private GatheredSum<TWide, L, W, T> _magnitudes;
    private GatheredSum<TWide, L, W, T> _squares;
    private LaneExtent<W, T> _extent;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in LaneTally<W, T> part, NormAnchors anchors)
    {
        _magnitudes.Add(part.Magnitudes, anchors.Magnitudes);
        _squares.Add(part.Squares, anchors.Squares);
        _extent.Add(in part.Extent);
    }

    /// <summary>Combines all lanes over this number of weights.</summary>
    public readonly WeightTally<T> Across(NormAnchors anchors, int count) => _extent.Across(
        new(_magnitudes.Across(anchors.Magnitudes), Anchor<T>.Error(anchors.Magnitudes, count)),
        new(_squares.Across(anchors.Squares), Anchor<T>.Error(anchors.Squares, count)));
}
