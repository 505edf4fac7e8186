using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>How far weights went in a step, from what they were and what they are.</summary>
internal readonly ref struct ChangeFold<W, T>(ReadOnlySpan<T> before, ReadOnlySpan<T> weights) : IFold<LaneChange<W, T>, LaneChange<W, T>, T>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Beside<T> _before = new(before, weights);

    public static int Count => W.Count;

    public static int Turns => int.MaxValue;

    public LaneChange<W, T> Start => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneChange<W, T> Add(LaneChange<W, T> totals, ref readonly T weights) =>
        totals.With(W.Load(in _before.At(in weights)), W.Load(in weights));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Gather(ref LaneChange<W, T> sums, LaneChange<W, T> totals) => sums = sums.With(totals);
}

/// <summary>All that a measured step is asked for, from the weights before and after it and the gradients.</summary>
internal readonly ref struct StepFold<TWide, L, W, T>(ReadOnlySpan<T> before, ReadOnlySpan<T> weights, ReadOnlySpan<T> gradients, StepAnchors anchors)
    : IFold<StepLanes<W, T>, GatheredStep<TWide, L, W, T>, T>
    where TWide : struct, IWideSum<TWide, L>
    where L : struct, ILanes<L, double>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Beside<T> _before = new(before, weights);
    private readonly Beside<T> _gradients = new(gradients, weights);
    private readonly StepAnchors _anchors = anchors;

    public static int Count => W.Count;

    public static int Turns => Anchor<T>.Turns;

    public StepLanes<W, T> Start
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(LaneMeasure<W, T>.From(_anchors.Weights), new(W.Splat(_anchors.GradientSquares), W.Zero), default);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public StepLanes<W, T> Add(StepLanes<W, T> totals, ref readonly T weights)
    {
        var after = W.Load(in weights);
        return new(
            totals.Weights.With(after),
            totals.GradientSquares.PlusSquare(W.Load(in _gradients.At(in weights))),
            totals.Change.With(W.Load(in _before.At(in weights)), after));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Gather(ref GatheredStep<TWide, L, W, T> sums, StepLanes<W, T> totals)
    {
        sums.Weights.Add(totals.Weights, _anchors.Weights);
        sums.GradientSquares.Add(totals.GradientSquares, _anchors.GradientSquares);
        sums.Change = sums.Change.With(totals.Change);
    }
}
