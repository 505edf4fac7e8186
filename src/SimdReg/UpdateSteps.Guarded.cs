using System.Numerics;
using SimdReg.Steps;
using SimdReg.Sums;

namespace SimdReg;

public static partial class UpdateSteps
{
    /// <summary>w ← rule(w, g), if every gradient is finite: a step without a penalty.</summary>
    /// <remarks>
    /// It looks at the gradients as they are given, before anything is written: one reading pass more than a step takes. What
    /// the step makes of finite gradients it does not look at. Where a result is beyond the largest <typeparamref name="T"/>, or
    /// <see cref="StepOptions.GradientScale"/> times a gradient is, that weight becomes infinite or NaN, and the answer is still
    /// <see langword="true"/>: <see cref="WeightSums{T}.NonFiniteCount"/> of a <c>MeasuredStep</c> shows it.
    /// </remarks>
    /// <typeparam name="TRule">The update rule.</typeparam>
    /// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <param name="rule">The update rule.</param>
    /// <param name="weights">w, updated in place. May be empty.</param>
    /// <param name="gradients">g, the gradient of the data loss with respect to each weight: as long as <paramref name="weights"/>.</param>
    /// <param name="state">What the rule remembers, updated in place: each span as long as <paramref name="weights"/>.</param>
    /// <param name="options">What the step does besides.</param>
    /// <param name="maxDegreeOfParallelism">How many threads may work at once: 1 or more. The bits do not depend on it. Below 131,072 weights one does it alone.</param>
    /// <returns>Whether the step was taken. If not, a gradient is NaN or infinite and nothing has changed: no weight, no state, no count of steps.</returns>
    /// <exception cref="ArgumentException">Spans differ in length or overlap, but gradients may be the weights, or the state is another rule's. Nothing has been written.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1. Nothing has been written.</exception>
    /// <exception cref="InvalidOperationException">No constructor has made the rule, and it would divide by 0, as <c>new Adam()</c> would. Nothing has been written.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static bool TryStep<TRule, T>(
        this TRule rule,
        Span<T> weights,
        ReadOnlySpan<T> gradients,
        StateSpans<T> state = default,
        StepOptions options = default,
        int maxDegreeOfParallelism = 1)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        rule.TryStep(weights, gradients, default(None).Coupled(), state, options, maxDegreeOfParallelism);

    /// <summary>w ← rule(w, g + ∂p(w)), if every gradient is finite: a step with the penalty's gradient joined to the data gradient.</summary>
    /// <remarks>
    /// It looks at the gradients as they are given, before anything is written: one reading pass more than a step takes. What
    /// the step makes of finite gradients it does not look at. Where a result is beyond the largest <typeparamref name="T"/>, or
    /// <see cref="StepOptions.GradientScale"/> times a gradient is, that weight becomes infinite or NaN, and the answer is still
    /// <see langword="true"/>: <see cref="WeightSums{T}.NonFiniteCount"/> of a <c>MeasuredStep</c> shows it.
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
    /// <returns>Whether the step was taken. If not, a gradient is NaN or infinite and nothing has changed: no weight, no state, no count of steps.</returns>
    /// <exception cref="ArgumentException">Spans differ in length or overlap, but gradients may be the weights, or the state is another rule's. Nothing has been written.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1. Nothing has been written.</exception>
    /// <exception cref="InvalidOperationException">No constructor has made the rule, and it would divide by 0, as <c>new Adam()</c> would. Nothing has been written.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static bool TryStep<TRule, T, TPenalty>(
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
        rule.TryStep(weights, gradients, penalty.Coupled(), state, options, maxDegreeOfParallelism);

    /// <summary>A step with a penalty that enters as it says, coupled, decoupled or proximal, if every gradient is finite.</summary>
    /// <remarks>
    /// It looks at the gradients as they are given, before anything is written: one reading pass more than a step takes. What
    /// the step makes of finite gradients it does not look at. Where a result is beyond the largest <typeparamref name="T"/>, or
    /// <see cref="StepOptions.GradientScale"/> times a gradient is, that weight becomes infinite or NaN, and the answer is still
    /// <see langword="true"/>: <see cref="WeightSums{T}.NonFiniteCount"/> of a <c>MeasuredStep</c> shows it.
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
    /// <returns>Whether the step was taken. If not, a gradient is NaN or infinite and nothing has changed: no weight, no state, no count of steps.</returns>
    /// <exception cref="ArgumentException">Spans differ in length or overlap, but gradients may be the weights, or the state is another rule's. Nothing has been written.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1. Nothing has been written.</exception>
    /// <exception cref="InvalidOperationException">No constructor has made the rule, and it would divide by 0, as <c>new Adam()</c> would. Nothing has been written.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static bool TryStep<TRule, T, TPenalty, TMode>(
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

        // A rule that no constructor has made is refused whatever the gradients are.
        rule.AtStep(own.StepCount + 1);
        if (!FiniteNumbers.AreAll(gradients, maxDegreeOfParallelism))
        {
            return false;
        }

        TakeStep(ref rule, weights, gradients, in term, in own, in options, maxDegreeOfParallelism);
        return true;
    }
}
