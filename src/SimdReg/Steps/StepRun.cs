using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Loops;
using SimdReg.Threading;

namespace SimdReg.Steps;

/// <summary>What is done with the formula of a step.</summary>
/// <remarks>
/// Spans are passed as arguments; state, formula and result by reference. In structs they would be written field by field and then read as a
/// whole, which stalls the processor (failed store forwarding): a large part of a step over 64 weights.
/// </remarks>
internal interface IStepRun<T, TResult>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    static abstract void Run<TFormula>(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, out TResult result)
        where TFormula : struct, IElementwise;

    /// <summary>What two parts came to, as one.</summary>
    static abstract TResult Merge(TResult left, TResult right);
}

/// <summary>Takes the step.</summary>
internal readonly struct PlainStepRun<T> : IStepRun<T, bool>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TFormula>(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, out bool result)
        where TFormula : struct, IElementwise
    {
        ElementwiseLoop.Run(weights, gradients, in state, in formula);
        result = true;
    }

    public static bool Merge(bool left, bool right) => true;
}

/// <summary>Makes the formula of a step from its parts: once a step, so that the loop never asks which options are on.</summary>
/// <typeparam name="TRule">The update rule.</typeparam>
/// <typeparam name="T">The element.</typeparam>
/// <typeparam name="TPenalty">The penalty.</typeparam>
/// <typeparam name="TMode">How it enters.</typeparam>
/// <typeparam name="TRun">What is done with the formula.</typeparam>
/// <typeparam name="TResult">What that comes to.</typeparam>
internal static class StepRun<TRule, T, TPenalty, TMode, TRun, TResult>
    where TRule : struct, IUpdateRule<TRule>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TPenalty : struct, IPenalty
    where TMode : struct, IPenaltyMode
    where TRun : struct, IStepRun<T, TResult>
{
    /// <summary>Takes a step of a rule under a penalty as the run does. A penalty of zero is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Start(
        Span<T> weights,
        ReadOnlySpan<T> gradients,
        in StateSpans<T> state,
        in TRule rule,
        in StepConstants constants,
        in PenaltyTerm<TPenalty, TMode> term,
        in StepOptions options,
        int maxDegreeOfParallelism,
        out TResult result)
    {
        if (term.Penalty.IsZero && !(typeof(TPenalty) == typeof(None) && typeof(TMode) == typeof(Coupled)))
        {
            StepRun<TRule, T, None, Coupled, TRun, TResult>.StartWithoutPenalty(
                weights, gradients, in state, in rule, in constants, in options, maxDegreeOfParallelism, out result);
            return;
        }

        switch (options.SignedScale, options.KeepZeros, TRule.StateCount)
        {
            case (1, false, _):
                Run<Unscaled, EveryWeight>(weights, gradients, in state, in rule, in constants, term.Penalty, 1, maxDegreeOfParallelism, out result);
                break;
            case (1, true, 0):
                Run<Unscaled, NonZeroWeights>(weights, gradients, in state, in rule, in constants, term.Penalty, 1, maxDegreeOfParallelism, out result);
                break;
            case (1, true, _):
                Run<Unscaled, NonZeroWeightsWithState>(weights, gradients, in state, in rule, in constants, term.Penalty, 1, maxDegreeOfParallelism, out result);
                break;
            case (var scale, false, _):
                Run<Scaled, EveryWeight>(weights, gradients, in state, in rule, in constants, term.Penalty, scale, maxDegreeOfParallelism, out result);
                break;
            case (var scale, true, 0):
                Run<Scaled, NonZeroWeights>(weights, gradients, in state, in rule, in constants, term.Penalty, scale, maxDegreeOfParallelism, out result);
                break;
            case (var scale, true, _):
                Run<Scaled, NonZeroWeightsWithState>(weights, gradients, in state, in rule, in constants, term.Penalty, scale, maxDegreeOfParallelism, out result);
                break;
        }
    }

    // Not inlined: the JIT inlines only so much, and would leave the step with a penalty to calls.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StartWithoutPenalty(
        Span<T> weights,
        ReadOnlySpan<T> gradients,
        in StateSpans<T> state,
        in TRule rule,
        in StepConstants constants,
        in StepOptions options,
        int maxDegreeOfParallelism,
        out TResult result) =>
        Start(weights, gradients, in state, in rule, in constants, default, in options, maxDegreeOfParallelism, out result);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<TScale, TMask>(
        Span<T> weights,
        ReadOnlySpan<T> gradients,
        in StateSpans<T> state,
        in TRule rule,
        in StepConstants constants,
        in TPenalty penalty,
        double scale,
        int maxDegreeOfParallelism,
        out TResult result)
        where TScale : struct
        where TMask : struct
    {
        StepFormula<TRule, TPenalty, TMode, TScale, TMask> formula;
        Words.Copy(in rule, out formula.Rule);
        Words.Copy(in constants, out formula.Constants);
        formula.Penalty = penalty;
        formula.Scale = scale;
        if (Sharing.IsWorthwhile(weights.Length, maxDegreeOfParallelism))
        {
            result = SharedStep.Run<TRun, T, TResult, StepFormula<TRule, TPenalty, TMode, TScale, TMask>>(
                weights, gradients, in state, in formula, maxDegreeOfParallelism);
        }
        else
        {
            TRun.Run(weights, gradients, in state, in formula, out result);
        }
    }
}
