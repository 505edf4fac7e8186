using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>How far weights go.</summary>
internal readonly struct ChangeFold<W, T> : IStepFold<LaneChange<W, T>, W, T>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneChange<W, T> AddGradients(LaneChange<W, T> totals, ref readonly T gradients) => totals;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneChange<W, T> AddWeights(LaneChange<W, T> totals, W before, W after, ref readonly T stored) => totals.With(before, after);
}

/// <summary>All that a step over floats is asked for. Sums fill two lanes of double where weights fill one of their own.</summary>
internal readonly record struct StepLanes<L, W, T>(
    BlockMeasure<T>.Everything<L, W> Weights,
    PlainSum<L> LowerGradientSquares,
    PlainSum<L> UpperGradientSquares,
    LaneChange<W, T> Change)
    where L : struct, ILanes<L, double>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>How it is gathered.</summary>
internal readonly struct StepLanesFold<L, W, T> : IStepFold<StepLanes<L, W, T>, W, T>
    where L : struct, ILanes<L, double>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public StepLanes<L, W, T> AddGradients(StepLanes<L, W, T> totals, ref readonly T gradients)
    {
        var lower = Doubles.Load<L, T>(in gradients);
        var upper = L.Count < W.Count ? Doubles.Load<L, T>(in Unsafe.Add(ref Unsafe.AsRef(in gradients), L.Count)) : L.Zero;
        return new(
            totals.Weights,
            default(SquareTerm).AddTo(totals.LowerGradientSquares, lower),
            default(SquareTerm).AddTo(totals.UpperGradientSquares, upper),
            totals.Change);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public StepLanes<L, W, T> AddWeights(StepLanes<L, W, T> totals, W before, W after, ref readonly T stored) => new(
        default(BlockMeasure<T>.EverythingFold<L, W>).Add(totals.Weights, in stored),
        totals.LowerGradientSquares,
        totals.UpperGradientSquares,
        totals.Change.With(before, after));
}
