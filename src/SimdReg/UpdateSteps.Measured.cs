using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Steps;
using SimdReg.Sums;

namespace SimdReg;

/// <content>Steps that are measured.</content>
public static partial class UpdateSteps
{
    /// <summary>A step without a penalty, and its measures.</summary>
    /// <inheritdoc cref="MeasuredStep{TRule, T, TPenalty, TMode}(TRule, Span{T}, ReadOnlySpan{T}, PenaltyTerm{TPenalty, TMode}, StateSpans{T}, StepOptions)"/>
    public static StepMeasure<T> MeasuredStep<TRule, T>(
        this TRule rule, Span<T> weights, ReadOnlySpan<T> gradients, StateSpans<T> state = default, StepOptions options = default)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        rule.MeasuredStep(weights, gradients, default(None).Coupled(), state, options);

    /// <summary>A step without a penalty, and its measures.</summary>
    /// <inheritdoc cref="MeasuredStep{TRule, T, TPenalty, TMode}(TRule, Span{T}, ReadOnlySpan{T}, PenaltyTerm{TPenalty, TMode}, StateSpans{T}, StepOptions)"/>
    public static StepMeasure<T> MeasuredStep<TRule, T>(this TRule rule, Span<T> weights, ReadOnlySpan<T> gradients, StepOptions options)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        rule.MeasuredStep(weights, gradients, default(None).Coupled(), default, options);

    /// <summary>A step with a coupled penalty, and its measures.</summary>
    /// <inheritdoc cref="MeasuredStep{TRule, T, TPenalty, TMode}(TRule, Span{T}, ReadOnlySpan{T}, PenaltyTerm{TPenalty, TMode}, StateSpans{T}, StepOptions)"/>
    public static StepMeasure<T> MeasuredStep<TRule, T, TPenalty>(
        this TRule rule, Span<T> weights, ReadOnlySpan<T> gradients, TPenalty penalty, StateSpans<T> state = default, StepOptions options = default)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty =>
        rule.MeasuredStep(weights, gradients, penalty.Coupled(), state, options);

    /// <summary>A step with a coupled penalty, and its measures.</summary>
    /// <inheritdoc cref="MeasuredStep{TRule, T, TPenalty, TMode}(TRule, Span{T}, ReadOnlySpan{T}, PenaltyTerm{TPenalty, TMode}, StateSpans{T}, StepOptions)"/>
    public static StepMeasure<T> MeasuredStep<TRule, T, TPenalty>(this TRule rule, Span<T> weights, ReadOnlySpan<T> gradients, TPenalty penalty, StepOptions options)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty =>
        rule.MeasuredStep(weights, gradients, penalty.Coupled(), default, options);

    /// <summary>A step, and its measures: norms, zeros and extremes of the new weights, the norm of the gradients, the largest change.</summary>
    /// <remarks>
    /// Each part of the weights is measured while it is in the cache after its step. The sums are correctly rounded, as in
    /// <see cref="Penalty.Sum{T, TPenalty}(ReadOnlySpan{T}, TPenalty, int)"/>. Weights and state get the same bits as from <c>Step</c>.
    /// </remarks>
    /// <returns>The measures of the step.</returns>
    /// <inheritdoc cref="Step{TRule, T, TPenalty, TMode}(TRule, Span{T}, ReadOnlySpan{T}, PenaltyTerm{TPenalty, TMode}, StateSpans{T}, StepOptions)"/>
    public static StepMeasure<T> MeasuredStep<TRule, T, TPenalty, TMode>(
        this TRule rule,
        Span<T> weights,
        ReadOnlySpan<T> gradients,
        PenaltyTerm<TPenalty, TMode> term,
        StateSpans<T> state = default,
        StepOptions options = default)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        StepGuard.Require<TRule, T>(weights, gradients, in state);
        StepGuard.RequireStructure(term.Penalty, weights.Length);
        var own = state.Copy(TRule.StateCount);

        // If the gradients are the weights themselves, the step overwrites them, so their sum is computed before it.
        var areWeights = Unsafe.AreSame(in MemoryMarshal.GetReference(weights), in MemoryMarshal.GetReference(gradients));
        var squares = areWeights ? SpanSums.Of(gradients, NormStrengths.OfSquares, options.MaxDegreeOfParallelism) : default;
        StepOutcome<T> totals;
        var stepCount = own.StepCount;
        var constants = rule.AtStep(stepCount + 1);
        own.BeginStep(stepCount);
        try
        {
            if (TPenalty.IsStructured && !term.Penalty.IsZero)
            {
                totals = StructuredStep<TRule, T, TPenalty, TMode>.Run(
                    weights, gradients, in own, in rule, in constants, in term, in options, 0, weights.Length, options.MaxDegreeOfParallelism, isMeasured: true);
            }
            else
            {
                StepDispatch<TRule, T, TPenalty, TMode, MeasuredPass<T>, StepOutcome<T>>.Start(
                    weights, gradients, in own, in rule, in constants, in term, in options, options.MaxDegreeOfParallelism, out totals);
            }

            stepCount++;
        }
        finally
        {
            own.EndStep(stepCount);
        }

        var measure = totals.Round<Blocks<T>, Blocks<T>>(new(weights), new(areWeights ? default : gradients));
        return areWeights ? measure with { SumOfGradientSquares = squares } : measure;
    }

    /// <inheritdoc cref="MeasuredStep{TRule, T, TPenalty, TMode}(TRule, Span{T}, ReadOnlySpan{T}, PenaltyTerm{TPenalty, TMode}, StateSpans{T}, StepOptions)"/>
    public static StepMeasure<T> MeasuredStep<TRule, T, TPenalty, TMode>(this TRule rule, Span<T> weights, ReadOnlySpan<T> gradients, PenaltyTerm<TPenalty, TMode> term, StepOptions options)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode =>
        rule.MeasuredStep(weights, gradients, term, default, options);
}
