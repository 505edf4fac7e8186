using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>All that a measured step is asked for, in each lane.</summary>
internal struct StepLanes<W, T, TZeros> : ITally<W>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TZeros : struct, IZeroCount<W>
{
    public LaneNorms<W> Norms;
    public AnchoredSum<W> GradientSquares;
    public LaneOutcome<W, T, TZeros> Outcome;

    /// <summary>Back to nothing, where anchors say.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Begin(in StepAnchors anchors)
    {
        Norms.Begin(anchors.Weights);
        GradientSquares = new(W.Splat(anchors.GradientSquares), W.Zero);
        Outcome = default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddTarget(W before, W after)
    {
        Norms.Add(after);
        Outcome.AddTarget(before, after);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddSource(W gradients) => GradientSquares = GradientSquares.PlusSquare(gradients);
}

/// <summary>The same, gathered in lanes of double.</summary>
internal struct GatheredStep<TWide, L, W, T>
    where TWide : struct, IWideSum<TWide, L>
    where L : struct, ILanes<L, double>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private GatheredNorms<TWide, L, W, T> _norms;
    private GatheredSum<TWide, L, W, T> _gradientSquares;
    private GatheredOutcome<W, T> _outcome;

    // Left to the JIT, lanes would be calls here.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Gather<TZeros>(in StepLanes<W, T, TZeros> part, in StepAnchors anchors)
        where TZeros : struct, IZeroCount<W>
    {
        _norms.Add(in part.Norms, anchors.Weights);
        _gradientSquares.Add(part.GradientSquares, anchors.GradientSquares);
        _outcome.Add(in part.Outcome);
    }

    /// <summary>All lanes together, which hold so many weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Across(in StepAnchors anchors, int count, out StepTotals<T> totals) => totals = new(
        _norms.Across(anchors.Weights, count, _outcome.Extent()),
        new(_gradientSquares.Across(anchors.GradientSquares), Anchor<T>.Error(anchors.GradientSquares, count)),
        _outcome.Change());
}
