using System.Numerics;
using SimdReg.Lanes;
using SimdReg.Loops;
using SimdReg.Steps;

namespace SimdReg.Tests.Support;

/// <summary>A measured step on lanes that the caller chooses.</summary>
internal readonly struct ForcedMeasuredRun<L, W, T> : IStepPass<T, StepOutcome<T>>
    where L : struct, ILanes<L, double>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static void Run<TFormula>(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, out StepOutcome<T> result)
        where TFormula : struct, IElementwise =>
        MeasuredPass<T>.Run<L, W, TFormula>(weights, gradients, in state, in formula, out result);
}
