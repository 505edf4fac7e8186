using System.Numerics;
using SimdReg.Loops;

namespace SimdReg;

/// <summary>Fused updates: the penalty, the rule and the store in one pass over the weights.</summary>
/// <remarks>
/// A weight after a step depends on that weight and its gradient alone, with the same bits at every width, length and
/// alignment. A weight whose magnitude is below the smallest normal number counts as zero: such a one is read as +0, and such
/// a result is stored as +0. Gradients are taken as they are. NaN and infinities in either span come out in that weight
/// alone.
/// </remarks>
public static class UpdateSteps
{
    /// <summary>w ← rule(w, g): a step without a penalty.</summary>
    /// <typeparam name="TRule">The update rule.</typeparam>
    /// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <param name="rule">The update rule.</param>
    /// <param name="weights">w, updated in place. May be empty.</param>
    /// <param name="gradients">g, the gradient of the data loss with respect to each weight: as long as <paramref name="weights"/>.</param>
    /// <exception cref="ArgumentException">The spans differ in length, or overlap without being the same. Nothing has been written.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static void Step<TRule, T>(this TRule rule, Span<T> weights, ReadOnlySpan<T> gradients)
        where TRule : struct, IUpdateRule
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        rule.Step(weights, gradients, default(None).Coupled());

    /// <summary>w ← rule(w, g + ∂p(w)): a step with the penalty's gradient joined to the data gradient.</summary>
    /// <typeparam name="TRule">The update rule.</typeparam>
    /// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <param name="rule">The update rule.</param>
    /// <param name="weights">w, updated in place. May be empty.</param>
    /// <param name="gradients">g, the gradient of the data loss with respect to each weight: as long as <paramref name="weights"/>.</param>
    /// <param name="penalty">The penalty p.</param>
    /// <exception cref="ArgumentException">The spans differ in length, or overlap without being the same. Nothing has been written.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static void Step<TRule, T, TPenalty>(this TRule rule, Span<T> weights, ReadOnlySpan<T> gradients, TPenalty penalty)
        where TRule : struct, IUpdateRule
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty =>
        rule.Step(weights, gradients, penalty.Coupled());

    /// <summary>A step with a penalty that enters as it says: coupled, decoupled or proximal.</summary>
    /// <typeparam name="TRule">The update rule.</typeparam>
    /// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <typeparam name="TMode">How it enters.</typeparam>
    /// <param name="rule">The update rule.</param>
    /// <param name="weights">w, updated in place. May be empty.</param>
    /// <param name="gradients">g, the gradient of the data loss with respect to each weight: as long as <paramref name="weights"/>.</param>
    /// <param name="term">The penalty and how it enters, as in <c>new L1(strength).Proximal()</c>.</param>
    /// <exception cref="ArgumentException">The spans differ in length, or overlap without being the same. Nothing has been written.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static void Step<TRule, T, TPenalty, TMode>(
        this TRule rule, Span<T> weights, ReadOnlySpan<T> gradients, PenaltyTerm<TPenalty, TMode> term)
        where TRule : struct, IUpdateRule
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        Guard.Paired<T>(weights, gradients);

        if (term.Penalty.IsZero)
        {
            ElementwiseLoop.Run(weights, gradients, new StepFormula<TRule, None, Coupled>(rule, default));
        }
        else
        {
            ElementwiseLoop.Run(weights, gradients, new StepFormula<TRule, TPenalty, TMode>(rule, term.Penalty));
        }
    }
}
