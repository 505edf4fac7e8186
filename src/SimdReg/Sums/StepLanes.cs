using System.Numerics;
using SimdReg.Lanes;

namespace SimdReg.Sums;

/// <summary>All that a measured step is asked for, in each lane.</summary>
internal readonly record struct StepLanes<W, T>(LaneMeasure<W, T> Weights, AnchoredSum<W> GradientSquares, LaneChange<W, T> Change)
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>The same, gathered in lanes of double.</summary>
internal struct GatheredStep<TWide, L, W, T>
    where TWide : struct, IWideSum<TWide, L>
    where L : struct, ILanes<L, double>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public GatheredMeasure<TWide, L, W, T> Weights;
    public GatheredSum<TWide, L, W, T> GradientSquares;
    public LaneChange<W, T> Change;

    /// <summary>All lanes together, which hold so many weights.</summary>
    public readonly StepTotals<T> Across(StepAnchors anchors, int count) => new(
        Weights.Across(anchors.Weights, count),
        new(GradientSquares.Across(anchors.GradientSquares), Anchor<T>.Error(anchors.GradientSquares, count)),
        Change.Across());
}
