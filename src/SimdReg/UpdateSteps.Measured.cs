using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Steps;
using SimdReg.Sums;

namespace SimdReg;

public static partial class UpdateSteps
{
    /// <summary>w ← rule(w, g): a step without a penalty, and what it amounts to.</summary>
    /// <remarks>
    /// Weights and state get the bits that <see cref="Step{TRule, T, TPenalty, TMode}(TRule, Span{T}, ReadOnlySpan{T}, PenaltyTerm{TPenalty, TMode}, StateSpans{T}, StepOptions, int)"/> gives them, and memory is passed once. A sum that is
    /// too near the middle between two numbers is made again, as in <see cref="Penalty.Of{T, TPenalty}"/>.
    /// </remarks>
    /// <typeparam name="TRule">The update rule.</typeparam>
    /// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <param name="rule">The update rule.</param>
    /// <param name="weights">w, updated in place. May be empty.</param>
    /// <param name="gradients">g, the gradient of the data loss with respect to each weight: as long as <paramref name="weights"/>.</param>
    /// <param name="state">What the rule remembers, updated in place: each span as long as <paramref name="weights"/>.</param>
    /// <param name="options">What the step does besides.</param>
    /// <param name="maxDegreeOfParallelism">How many threads may work at once: 1 or more. The bits do not depend on it. Below 131,072 weights one does it alone.</param>
    /// <exception cref="ArgumentException">Spans differ in length or overlap, but gradients may be the weights, or the state is another rule's. Nothing has been written.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1. Nothing has been written.</exception>
    /// <exception cref="InvalidOperationException">No constructor has made the rule, and it would divide by 0, as <c>new Adam()</c> would. Nothing has been written.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double, or the rule's <see cref="IUpdateRule{TSelf}.StateCount"/> is not 0 to 3. Nothing has been written.</exception>
    public static StepMeasure<T> MeasuredStep<TRule, T>(
        this TRule rule,
        Span<T> weights,
        ReadOnlySpan<T> gradients,
        StateSpans<T> state = default,
        StepOptions options = default,
        int maxDegreeOfParallelism = 1)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        rule.MeasuredStep(weights, gradients, default(None).Coupled(), state, options, maxDegreeOfParallelism);

    /// <summary>w ← rule(w, g + ∂p(w)): a step with the penalty's gradient joined to the data gradient, and what it amounts to.</summary>
    /// <remarks>
    /// Weights and state get the bits that <see cref="Step{TRule, T, TPenalty, TMode}(TRule, Span{T}, ReadOnlySpan{T}, PenaltyTerm{TPenalty, TMode}, StateSpans{T}, StepOptions, int)"/> gives them, and memory is passed once. A sum that is
    /// too near the middle between two numbers is made again, as in <see cref="Penalty.Of{T, TPenalty}"/>.
    /// </remarks>
    /// <typeparam name="TRule">The update rule.</typeparam>
    /// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <param name="rule">The update rule.</param>
    /// <param name="weights">w, updated in place. May be empty.</param>
    /// <param name="gradients">g, the gradient of the data loss with respect to each weight: as long as <paramref name="weights"/>.</param>
    /// <param name="penalty">The penalty p.</param>
    /// <param name="state">What the rule remembers, updated in place: each span as long as <paramref name="weights"/>.</param>
    /// <param name="options">What the step does besides.</param>
    /// <param name="maxDegreeOfParallelism">How many threads may work at once: 1 or more. The bits do not depend on it. Below 131,072 weights one does it alone.</param>
    /// <exception cref="ArgumentException">Spans differ in length or overlap, but gradients may be the weights, or the state is another rule's. Nothing has been written.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1. Nothing has been written.</exception>
    /// <exception cref="InvalidOperationException">No constructor has made the rule, and it would divide by 0, as <c>new Adam()</c> would. Nothing has been written.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double, or the rule's <see cref="IUpdateRule{TSelf}.StateCount"/> is not 0 to 3. Nothing has been written.</exception>
    public static StepMeasure<T> MeasuredStep<TRule, T, TPenalty>(
        this TRule rule,
        Span<T> weights,
        ReadOnlySpan<T> gradients,
        TPenalty penalty,
        StateSpans<T> state = default,
        StepOptions options = default,
        int maxDegreeOfParallelism = 1)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty =>
        rule.MeasuredStep(weights, gradients, penalty.Coupled(), state, options, maxDegreeOfParallelism);

    /// <summary>A step with a penalty that enters as it says, coupled, decoupled or proximal, and what it amounts to.</summary>
    /// <remarks>
    /// Weights and state get the bits that <see cref="Step{TRule, T, TPenalty, TMode}(TRule, Span{T}, ReadOnlySpan{T}, PenaltyTerm{TPenalty, TMode}, StateSpans{T}, StepOptions, int)"/> gives them, and memory is passed once. A sum that is
    /// too near the middle between two numbers is made again, as in <see cref="Penalty.Of{T, TPenalty}"/>.
    /// </remarks>
    /// <typeparam name="TRule">The update rule.</typeparam>
    /// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <typeparam name="TMode">How it enters.</typeparam>
    /// <param name="rule">The update rule.</param>
    /// <param name="weights">w, updated in place. May be empty.</param>
    /// <param name="gradients">g, the gradient of the data loss with respect to each weight: as long as <paramref name="weights"/>.</param>
    /// <param name="term">The penalty and how it enters, as in <c>new L1(strength).Proximal()</c>.</param>
    /// <param name="state">What the rule remembers, updated in place: each span as long as <paramref name="weights"/>.</param>
    /// <param name="options">What the step does besides.</param>
    /// <param name="maxDegreeOfParallelism">How many threads may work at once: 1 or more. The bits do not depend on it. Below 131,072 weights one does it alone.</param>
    /// <exception cref="ArgumentException">Spans differ in length or overlap, but gradients may be the weights, or the state is another rule's. Nothing has been written.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1. Nothing has been written.</exception>
    /// <exception cref="InvalidOperationException">No constructor has made the rule, and it would divide by 0, as <c>new Adam()</c> would. Nothing has been written.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double, or the rule's <see cref="IUpdateRule{TSelf}.StateCount"/> is not 0 to 3. Nothing has been written.</exception>
    public static StepMeasure<T> MeasuredStep<TRule, T, TPenalty, TMode>(
        this TRule rule,
        Span<T> weights,
        ReadOnlySpan<T> gradients,
        PenaltyTerm<TPenalty, TMode> term,
        StateSpans<T> state = default,
        StepOptions options = default,
        int maxDegreeOfParallelism = 1)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        Guard.AtLeastOne(maxDegreeOfParallelism);
        StepGuard.Require<TRule, T>(weights, gradients, in state);
        var own = state.Copy(TRule.StateCount);

        // Where the gradients are the weights themselves, nothing is left of them to be summed again after the step.
        var areWeights = Unsafe.AreSame(in MemoryMarshal.GetReference(weights), in MemoryMarshal.GetReference(gradients));
        var squares = areWeights ? SpanSums.Of(gradients, NormStrengths.OfSquares, maxDegreeOfParallelism) : default;
        StepDispatch<TRule, T, TPenalty, TMode, MeasuredPass<T>, StepOutcome<T>>.Start(
            weights, gradients, in own, in rule, rule.AtStep(own.StepCount + 1), in term, in options, maxDegreeOfParallelism, out var totals);
        own.CountStep();

        var measure = totals.Round<Blocks<T>, Blocks<T>>(new(weights), new(areWeights ? default : gradients));
        return areWeights ? measure with { GradientSquares = squares } : measure;
    }
}
