using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Steps;

namespace SimdReg;

/// <summary>Fused updates: the penalty, the rule and the store in one pass over the weights.</summary>
/// <remarks>
/// <para>
/// A weight after a step depends on that weight, its gradient and its state alone, with the same bits at every width, length
/// and alignment. A weight whose magnitude is below the smallest normal number counts as zero: such a one is read as +0, and
/// such a result, of the state too, is stored as +0. Gradients are taken as they are. NaN and infinities come out in that
/// weight alone.
/// </para>
/// <para>
/// <c>state</c> is what the rule remembers: an <see cref="UpdateState{TRule, T}"/>, or spans of the caller's
/// (<see cref="StateSpans{T}"/>). A rule that remembers nothing, like <see cref="Sgd"/>, needs none, and counts its steps if it
/// gets one. A step that is refused has written nothing, state included. A rule that no constructor has made and
/// that would divide by 0, such as <c>new Adam()</c>, takes no step: <see cref="InvalidOperationException"/>. One that would not, such as
/// <c>new Sgd()</c>, has a learning rate of 0, and moves no weight.
/// </para>
/// <para>
/// If a penalty or a rule throws during a step, some weights and their state may have been updated and others not. The step is not
/// counted. To repeat it, first restore the weights and the state of before it.
/// </para>
/// </remarks>
public static partial class UpdateSteps
{
    /// <summary>w ← rule(w, g): a step without a penalty.</summary>
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
    public static void Step<TRule, T>(
        this TRule rule,
        Span<T> weights,
        ReadOnlySpan<T> gradients,
        StateSpans<T> state = default,
        StepOptions options = default,
        int maxDegreeOfParallelism = 1)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        rule.Step(weights, gradients, default(None).Coupled(), state, options, maxDegreeOfParallelism);

    /// <summary>w ← rule(w, g + ∂p(w)): a step with the penalty's gradient joined to the data gradient.</summary>
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
    public static void Step<TRule, T, TPenalty>(
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
        rule.Step(weights, gradients, penalty.Coupled(), state, options, maxDegreeOfParallelism);

    /// <summary>A step with a penalty that enters as it says: coupled, decoupled or proximal.</summary>
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
    public static void Step<TRule, T, TPenalty, TMode>(
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
        TakeStep(ref rule, weights, gradients, in term, in own, in options, maxDegreeOfParallelism);
    }

    /// <summary>The step over spans that were found to fit together, counted.</summary>
    // The options are told apart here, and each loop is called from here. Inlined, it would make its caller's frame larger, which is
    // cleared at each call. The rule is not changed: of one passed by `in`, the call of its method would make a copy as a whole.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void TakeStep<TRule, T, TPenalty, TMode>(
        ref TRule rule,
        Span<T> weights,
        ReadOnlySpan<T> gradients,
        in PenaltyTerm<TPenalty, TMode> term,
        in StateSpans<T> state,
        in StepOptions options,
        int maxDegreeOfParallelism)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        StepDispatch<TRule, T, TPenalty, TMode, PlainPass<T>, int>.Start(
            weights, gradients, in state, in rule, rule.AtStep(state.StepCount + 1), in term, in options, maxDegreeOfParallelism, out _);
        state.CountStep();
    }
}
