using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SimdReg.Lanes;
using SimdReg.Loops;
using SimdReg.Sums;

namespace SimdReg.Steps;

/// <summary>Takes a measured step on the widest lanes that the machine has.</summary>
internal readonly struct MeasuredStepRun<T> : IStepRun<T, StepOutcome<T>>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static StepOutcome<T> Merge(StepOutcome<T> left, StepOutcome<T> right) => left + right;

    // Not inlined into the caller, whose frame would have to be cleared for all that this one holds.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Run<TFormula>(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, out StepOutcome<T> result)
        where TFormula : struct, IElementwise
    {
        if (Vector512.IsHardwareAccelerated)
        {
            MeasuredStep<Lanes512<double>, Lanes512<T>, T, TFormula>.Run(weights, gradients, in state, in formula, out result);
        }
        else if (Vector.IsHardwareAccelerated)
        {
            MeasuredStep<VectorLanes<double>, VectorLanes<T>, T, TFormula>.Run(weights, gradients, in state, in formula, out result);
        }
        else
        {
            MeasuredStep<Lane<double>, Lane<T>, T, TFormula>.Run(weights, gradients, in state, in formula, out result);
        }
    }
}

/// <summary>A step over a span, and what it amounts to: for each part that the cache holds, the step, then the sums of what it left there.</summary>
/// <typeparam name="L">Lanes of double, in which sums are made.</typeparam>
/// <typeparam name="W">Lanes of the weights' own type, of the same width.</typeparam>
/// <typeparam name="T">The element.</typeparam>
/// <typeparam name="TFormula">The step.</typeparam>
internal static class MeasuredStep<L, W, T, TFormula>
    where L : struct, ILanes<L, double>
    where W : struct, ILanes<W, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TFormula : struct, IElementwise
{
    public static int PartLength => Thresholds.MeasuredPartBytes / Unsafe.SizeOf<T>();

    public static void Run(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, out StepOutcome<T> outcome)
    {
        if (!weights.IsEmpty && weights.Length < W.Count)
        {
            // On one lane, which any other span fills.
            MeasuredStep<Lane<double>, Lane<T>, T, TFormula>.Run(weights, gradients, in state, in formula, out outcome);
            return;
        }

        outcome = default;
        var fetches = ElementwiseLoop.Fetches<T, TFormula>(weights.Length);
        for (int start = 0, length; start < weights.Length; start += length)
        {
            length = Parts.Length(weights.Length - start, PartLength, W.Count);
            outcome += Part(weights.Slice(start, length), gradients.Slice(start, length), state.Slice(start, length), in formula, fetches);
        }
    }

    private static StepOutcome<T> Part(Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, bool fetches)
    {
        var change = default(ChangeTally<W, T>);
        ElementwiseLoop.Run<W, T, TFormula, ChangeTally<W, T>>(weights, gradients, in state, in formula, fetches, ref change);
        change.Across(out var largestChange, out var newZeros);
        return new(
            default(BlockMeasure<T>).Reduce<L, W>(weights),
            default(BlockNorm<T, SquareTerm>).Reduce<L, W>(gradients),
            largestChange,
            newZeros);
    }
}
