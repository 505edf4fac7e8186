using System.Numerics;
using System.Runtime.CompilerServices;

namespace SimdReg.Loops;

/// <summary>What is done with the formula of a step.</summary>
/// <remarks>
/// Spans go to it as arguments, and state and formula by reference. Handed on in structs, they were written in parts and then read as
/// a whole, for which a processor waits: a step over 64 weights took two to three times as long.
/// </remarks>
internal interface IStepRun<T, TResult>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    static abstract TResult Run<TFormula>(Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula)
        where TFormula : struct, IElementwise;

    /// <summary>What two parts came to, as one.</summary>
    static abstract TResult Merge(TResult left, TResult right);
}

/// <summary>Takes the step.</summary>
internal readonly struct PlainStepRun<T> : IStepRun<T, bool>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Run<TFormula>(Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula)
        where TFormula : struct, IElementwise
    {
        ElementwiseLoop.Run(weights, gradients, in state, in formula);
        return true;
    }

    public static bool Merge(bool left, bool right) => true;
}

/// <summary>Makes the formula of a step from its parts: once a step, so that the loop never asks which options are on.</summary>
internal static class StepRun
{
    /// <summary>Takes a step of a rule under a penalty as a run does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TResult Start<TRule, T, TPenalty, TMode, TRun, TResult>(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TRule rule, in PenaltyTerm<TPenalty, TMode> term, in StepOptions options, int maxDegreeOfParallelism)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
        where TRun : struct, IStepRun<T, TResult> =>
        term.Penalty.IsZero
            ? Choose<TRule, T, None, Coupled, TRun, TResult>(weights, gradients, in state, in rule, default, in options, maxDegreeOfParallelism)
            : Choose<TRule, T, TPenalty, TMode, TRun, TResult>(weights, gradients, in state, in rule, term.Penalty, in options, maxDegreeOfParallelism);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TResult Choose<TRule, T, TPenalty, TMode, TRun, TResult>(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TRule rule, in TPenalty penalty, in StepOptions options, int maxDegreeOfParallelism)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
        where TRun : struct, IStepRun<T, TResult> =>
        (options.SignedScale, options.KeepZeros, TRule.StateCount) switch
        {
            (1, false, _) => Run<TRule, T, TPenalty, TMode, Unscaled, EveryWeight, TRun, TResult>(weights, gradients, in state, in rule, in penalty, 1, maxDegreeOfParallelism),
            (1, true, 0) => Run<TRule, T, TPenalty, TMode, Unscaled, NonZeroWeights, TRun, TResult>(weights, gradients, in state, in rule, in penalty, 1, maxDegreeOfParallelism),
            (1, true, _) => Run<TRule, T, TPenalty, TMode, Unscaled, NonZeroWeightsWithState, TRun, TResult>(weights, gradients, in state, in rule, in penalty, 1, maxDegreeOfParallelism),
            (var scale, false, _) => Run<TRule, T, TPenalty, TMode, Scaled, EveryWeight, TRun, TResult>(weights, gradients, in state, in rule, in penalty, scale, maxDegreeOfParallelism),
            (var scale, true, 0) => Run<TRule, T, TPenalty, TMode, Scaled, NonZeroWeights, TRun, TResult>(weights, gradients, in state, in rule, in penalty, scale, maxDegreeOfParallelism),
            (var scale, true, _) => Run<TRule, T, TPenalty, TMode, Scaled, NonZeroWeightsWithState, TRun, TResult>(weights, gradients, in state, in rule, in penalty, scale, maxDegreeOfParallelism),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TResult Run<TRule, T, TPenalty, TMode, TScale, TMask, TRun, TResult>(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TRule rule, in TPenalty penalty, double scale, int maxDegreeOfParallelism)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
        where TScale : struct
        where TMask : struct
        where TRun : struct, IStepRun<T, TResult>
    {
        StepFormula<TRule, TPenalty, TMode, TScale, TMask> formula;
        formula.Rule = rule;
        formula.Penalty = penalty;
        formula.Scale = scale;
        return SharedStep.Run<TRun, T, TResult, StepFormula<TRule, TPenalty, TMode, TScale, TMask>>(weights, gradients, in state, in formula, maxDegreeOfParallelism);
    }
}
