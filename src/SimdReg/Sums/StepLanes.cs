using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>All that a measured step is asked for, in each lane.</summary>
internal readonly record struct StepLanes<W, T>(LaneMeasure<W, T> Weights, AnchoredSum<W> GradientSquares, LaneChange<W, T> Change) : ITally<StepLanes<W, T>, W>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static StepLanes<W, T> From(StepAnchors anchors) =>
        new(LaneMeasure<W, T>.From(anchors.Weights), new(W.Splat(anchors.GradientSquares), W.Zero), default);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public StepLanes<W, T> With(W before, W after, W gradients) =>
        new(Weights.With(after), GradientSquares.PlusSquare(gradients), Change.With(before, after));
}

/// <summary>The same, gathered in lanes of double.</summary>
internal struct GatheredStep<TWide, L, W, T>
    where TWide : struct, IWideSum<TWide, L>
    where L : struct, ILanes<L, double>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private GatheredMeasure<TWide, L, W, T> _weights;
    private GatheredSum<TWide, L, W, T> _gradientSquares;
    private LaneChange<W, T> _change;

    // Left to the JIT, lanes would be calls here.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Add(in StepLanes<W, T> part, StepAnchors anchors)
    {
        _weights.Add(part.Weights, anchors.Weights);
        _gradientSquares.Add(part.GradientSquares, anchors.GradientSquares);
        _change = _change.With(part.Change);
    }

    /// <summary>All lanes together, which hold so many weights.</summary>
    public readonly StepTotals<T> Across(StepAnchors anchors, int count) => anchors.AreChosen
        ? new(
            _weights.Across(anchors.Weights, count),
            new(_gradientSquares.Across(anchors.GradientSquares), Anchor<T>.Error(anchors.GradientSquares, count)),
            _change.Across())
        : StepTotals<T>.Unproven(_change.Across());
}
