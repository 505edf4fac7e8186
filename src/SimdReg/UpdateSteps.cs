using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Steps;

namespace SimdReg;

/// <summary>Fused steps: the penalty, the update rule and the store in one pass over the weights.</summary>
/// <remarks>
/// <para>
/// The new value of a weight depends only on that weight, its gradient and its state, with the same bits at every width, length, alignment
/// and number of threads. A weight below the smallest normal number counts as zero: it is read as +0, and such a result, also of the
/// state, is stored as +0. Gradients are used as they are. A NaN or an infinity affects only its own weight.
/// </para>
/// <para>
/// <c>state</c> is the state of the rule, which holds values for each weight: an <see cref="UpdateState{TRule, T}"/>, or spans of the caller
/// (<see cref="StateSpans{T}"/>). Rules without state, such as <see cref="Sgd"/>, need none, and count their steps if they get one.
/// A state accepts one step at a time. A rejected step has written nothing.
/// </para>
/// <para>
/// If a penalty or a rule throws during a step, some weights and their state may have been updated and others not. The step is not
/// counted. To repeat it, first restore the weights and the state from before it.
/// </para>
/// <para>
/// A slice of an array is a copy: <c>sgd.Step(w[..2], g[..2])</c> steps the copy and changes nothing. Pass <c>w.AsSpan(..2)</c>.
/// </para>
/// </remarks>
public static partial class UpdateSteps
{
    /// <summary>w ← rule(w, g): a step without a penalty.</summary>
    /// <inheritdoc cref="Step{TRule, T, TPenalty, TMode}(TRule, Span{T}, ReadOnlySpan{T}, PenaltyTerm{TPenalty, TMode}, StateSpans{T}, StepOptions)"/>
    public static void Step<TRule, T>(
        this TRule rule, Span<T> weights, ReadOnlySpan<T> gradients, StateSpans<T> state = default, StepOptions options = default)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        rule.Step(weights, gradients, default(None).Coupled(), state, options);

    /// <summary>w ← rule(w, g): a step without a penalty.</summary>
    /// <inheritdoc cref="Step{TRule, T, TPenalty, TMode}(TRule, Span{T}, ReadOnlySpan{T}, PenaltyTerm{TPenalty, TMode}, StateSpans{T}, StepOptions)"/>
    public static void Step<TRule, T>(this TRule rule, Span<T> weights, ReadOnlySpan<T> gradients, StepOptions options)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        rule.Step(weights, gradients, default(None).Coupled(), default, options);

    /// <summary>w ← rule(w, g + ∂p(w)): a step with a coupled penalty, whose gradient is added to g.</summary>
    /// <inheritdoc cref="Step{TRule, T, TPenalty, TMode}(TRule, Span{T}, ReadOnlySpan{T}, PenaltyTerm{TPenalty, TMode}, StateSpans{T}, StepOptions)"/>
    public static void Step<TRule, T, TPenalty>(
        this TRule rule, Span<T> weights, ReadOnlySpan<T> gradients, TPenalty penalty, StateSpans<T> state = default, StepOptions options = default)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty =>
        rule.Step(weights, gradients, penalty.Coupled(), state, options);

    /// <summary>w ← rule(w, g + ∂p(w)): a step with a coupled penalty, whose gradient is added to g.</summary>
    /// <inheritdoc cref="Step{TRule, T, TPenalty, TMode}(TRule, Span{T}, ReadOnlySpan{T}, PenaltyTerm{TPenalty, TMode}, StateSpans{T}, StepOptions)"/>
    public static void Step<TRule, T, TPenalty>(this TRule rule, Span<T> weights, ReadOnlySpan<T> gradients, TPenalty penalty, StepOptions options)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty =>
        rule.Step(weights, gradients, penalty.Coupled(), default, options);

    /// <summary>A step with a penalty in a mode: coupled, decoupled, cautious or proximal.</summary>
    /// <typeparam name="TRule">The update rule.</typeparam>
    /// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <typeparam name="TMode">The mode: how the penalty enters the step.</typeparam>
    /// <param name="rule">The update rule.</param>
    /// <param name="weights">w, updated in place. May be empty.</param>
    /// <param name="gradients">g, the gradient of the data loss with respect to each weight: as long as <paramref name="weights"/>.</param>
    /// <param name="term">The penalty and its mode, as in <c>new L1(strength).Proximal()</c>.</param>
    /// <param name="state">The state of the rule, updated in place: each span as long as <paramref name="weights"/>.</param>
    /// <param name="options">Gradient scale, threads and more.</param>
    /// <exception cref="ArgumentException">
    /// The spans differ in length; or some overlap, except that <paramref name="gradients"/> may be <paramref name="weights"/>; or
    /// <paramref name="state"/> is missing or belongs to another rule; or the groups or factors of the penalty do not fit the number of weights. Nothing has been written.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The rule is <c>default</c> and would divide by 0, or another step with this state is running. Nothing has been written.
    /// </exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double, or the rule's <see cref="IUpdateRule{TSelf}.StateCount"/> is not 0 to 3. Nothing has been written.</exception>
    public static void Step<TRule, T, TPenalty, TMode>(
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
        TakeStep(ref rule, weights, gradients, in term, in own, in options);
    }

    /// <inheritdoc cref="Step{TRule, T, TPenalty, TMode}(TRule, Span{T}, ReadOnlySpan{T}, PenaltyTerm{TPenalty, TMode}, StateSpans{T}, StepOptions)"/>
    public static void Step<TRule, T, TPenalty, TMode>(this TRule rule, Span<T> weights, ReadOnlySpan<T> gradients, PenaltyTerm<TPenalty, TMode> term, StepOptions options)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode =>
        rule.Step(weights, gradients, term, default, options);

    /// <summary>Takes a step over spans that have been checked, and counts it.</summary>
    private static void TakeStep<TRule, T, TPenalty, TMode>(
        ref TRule rule,
        Span<T> weights,
        ReadOnlySpan<T> gradients,
        in PenaltyTerm<TPenalty, TMode> term,
        in StateSpans<T> state,
        in StepOptions options)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        if (!state.IsCounted)
        {
            TakeStep(ref rule, weights, gradients, in term, in state, 1, in options);
            return;
        }

        var stepCount = state.StepCount;
        state.BeginStep(stepCount);
        try
        {
            TakeStep(ref rule, weights, gradients, in term, in state, stepCount + 1, in options);
            stepCount++;
        }
        finally
        {
            state.EndStep(stepCount);
        }
    }

    // NoInlining: every loop is called from here, and inlining this method would enlarge the caller's frame, which is cleared at each call.
    // AggressiveOptimization: until tiered compilation came to it, a step over few weights would take several times as long.
    // The rule is passed by ref, although it does not change: a method call on an `in` parameter would copy the whole struct.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void TakeStep<TRule, T, TPenalty, TMode>(
        ref TRule rule,
        Span<T> weights,
        ReadOnlySpan<T> gradients,
        in PenaltyTerm<TPenalty, TMode> term,
        in StateSpans<T> state,
        long stepNumber,
        in StepOptions options)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        if (TPenalty.IsStructured && !term.Penalty.IsZero)
        {
            StructuredStep<TRule, T, TPenalty, TMode>.Run(
                weights, gradients, in state, in rule, rule.AtStep(stepNumber), in term, in options, 0, weights.Length, options.MaxDegreeOfParallelism, isMeasured: false);
            return;
        }

        StepDispatch<TRule, T, TPenalty, TMode, PlainPass<T>, int>.Start(
            weights, gradients, in state, in rule, rule.AtStep(stepNumber), in term, in options, options.MaxDegreeOfParallelism, out _);
    }
}
