using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Loops;
using SimdReg.Threading;

namespace SimdReg.Steps;

/// <summary>Builds the formula of a step from rule, penalty, mode and options, once for each step, so that the loop does not test options.</summary>
internal static class StepDispatch<TRule, T, TPenalty, TMode, TPass, TResult>
    where TRule : struct, IUpdateRule<TRule>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TPenalty : struct, IPenalty
    where TMode : struct, IPenaltyMode
    where TPass : struct, IStepPass<T, TResult>
    where TResult : IAdditionOperators<TResult, TResult, TResult>
{
    /// <summary>Takes a step with the pass. A penalty of strength zero is left out.</summary>
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
            StepDispatch<TRule, T, None, Coupled, TPass, TResult>.StartWithoutPenalty(
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

    // NoInlining: it would use up the JIT's inlining budget, and the step with a penalty would keep calls in its loop.
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
        if (TPenalty.HasRateTerms && !TRule.HasRatePerWeight && typeof(TMode) == typeof(Proximal))
        {
            StepFormula<TRule, AtRate<TPenalty>, TMode, TScale, TMask> atRate;
            StructCopy.InWords(in rule, out atRate.Rule);
            StructCopy.InWords(in constants, out atRate.Constants);
            atRate.Penalty = AtRate<TPenalty>.Of<T>(penalty, constants.LearningRate);
            atRate.Scale = scale;
            Run(weights, gradients, in state, in atRate, maxDegreeOfParallelism, out result);
            return;
        }

        StepFormula<TRule, TPenalty, TMode, TScale, TMask> formula;
        StructCopy.InWords(in rule, out formula.Rule);
        StructCopy.InWords(in constants, out formula.Constants);
        formula.Penalty = penalty;
        formula.Scale = scale;
        Run(weights, gradients, in state, in formula, maxDegreeOfParallelism, out result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<TFormula>(
        Span<T> weights, ReadOnlySpan<T> gradients, in StateSpans<T> state, in TFormula formula, int maxDegreeOfParallelism, out TResult result)
        where TFormula : struct, IElementwise
    {
        if (ParallelRanges.IsWorthwhile(weights.Length, maxDegreeOfParallelism))
        {
            result = ParallelPass.Run<TPass, T, TResult, TFormula>(weights, gradients, in state, in formula, maxDegreeOfParallelism);
        }
        else
        {
            TPass.Run(weights, gradients, in state, in formula, out result);
        }
    }
}
