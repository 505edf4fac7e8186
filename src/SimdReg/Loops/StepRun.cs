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
    static abstract TResult Run<TFormula>(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula)
        where TFormula : struct, IElementwise;

    /// <summary>What two parts came to, as one.</summary>
    static abstract TResult Merge(TResult left, TResult right);
}

/// <summary>Takes the step.</summary>
internal readonly struct PlainStepRun<T> : IStepRun<T, bool>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Run<TFormula>(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula)
        where TFormula : struct, IElementwise
    {
        ElementwiseLoop.Run(weights, gradients, in state, in formula);
        return true;
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
    public static TResult Start(
        Span<T> weights,
        ReadOnlySpan<T> gradients,
        in StateSpans<T> state,
        in TRule rule,
        in PenaltyTerm<TPenalty, TMode> term,
        in StepOptions options,
        int maxDegreeOfParallelism) =>
        term.Penalty.IsZero
            ? StepRun<TRule, T, None, Coupled, TRun, TResult>.Choose(weights, gradients, in state, in rule, default, in options, maxDegreeOfParallelism)
            : Choose(weights, gradients, in state, in rule, term.Penalty, in options, maxDegreeOfParallelism);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TResult Choose(
        Span<T> weights,
        ReadOnlySpan<T> gradients,
        in StateSpans<T> state,
        in TRule rule,
        in TPenalty penalty,
        in StepOptions options,
        int maxDegreeOfParallelism) =>
        (options.SignedScale, options.KeepZeros, TRule.StateCount) switch
        {
            (1, false, _) => Run<Unscaled, EveryWeight>(weights, gradients, in state, in rule, in penalty, 1, maxDegreeOfParallelism),
            (1, true, 0) => Run<Unscaled, NonZeroWeights>(weights, gradients, in state, in rule, in penalty, 1, maxDegreeOfParallelism),
            (1, true, _) => Run<Unscaled, NonZeroWeightsWithState>(weights, gradients, in state, in rule, in penalty, 1, maxDegreeOfParallelism),
            (var scale, false, _) => Run<Scaled, EveryWeight>(weights, gradients, in state, in rule, in penalty, scale, maxDegreeOfParallelism),
            (var scale, true, 0) => Run<Scaled, NonZeroWeights>(weights, gradients, in state, in rule, in penalty, scale, maxDegreeOfParallelism),
            (var scale, true, _) => Run<Scaled, NonZeroWeightsWithState>(weights, gradients, in state, in rule, in penalty, scale, maxDegreeOfParallelism),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TResult Run<TScale, TMask>(
        Span<T> weights,
        ReadOnlySpan<T> gradients,
        in StateSpans<T> state,
        in TRule rule,
        in TPenalty penalty,
        double scale,
        int maxDegreeOfParallelism)
        where TScale : struct
        where TMask : struct
    {
        StepFormula<TRule, TPenalty, TMode, TScale, TMask> formula;
        Words.Copy(in rule, out formula.Rule);
        formula.Penalty = penalty;
        formula.Scale = scale;
        return SharedStep.Run<TRun, T, TResult, StepFormula<TRule, TPenalty, TMode, TScale, TMask>>(
            weights, gradients, in state, in formula, maxDegreeOfParallelism);
    }
}
