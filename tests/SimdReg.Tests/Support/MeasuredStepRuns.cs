using System.Numerics;
using SimdReg.Lanes;
using SimdReg.Loops;
using SimdReg.Sums;

namespace SimdReg.Tests.Support;

/// <summary>A measured step in one loop, on lanes that the caller chooses.</summary>
internal readonly struct OneLoopRun<L, W, T> : IStepRun<T, StepTotals<T>>
    where L : struct, ILanes<L, double>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static void Run<TFormula>(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, out StepTotals<T> result)
        where TFormula : struct, IElementwise =>
        MeasuredStep<L, W, T, TFormula>.Run(weights, gradients, in state, in formula, out result);

    public static StepTotals<T> Merge(StepTotals<T> left, StepTotals<T> right) => MeasuredStepRun<T>.Merge(left, right);
}

/// <summary>A measured step in parts, on lanes that the caller chooses.</summary>
internal readonly struct PartsRun<L, W, T> : IStepRun<T, StepTotals<T>>
    where L : struct, ILanes<L, double>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static void Run<TFormula>(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, out StepTotals<T> result)
        where TFormula : struct, IElementwise =>
        MeasuredStepInParts<L, W, T, TFormula>.Run(weights, gradients, in state, in formula, out result);

    public static StepTotals<T> Merge(StepTotals<T> left, StepTotals<T> right) => MeasuredStepRun<T>.Merge(left, right);
}
