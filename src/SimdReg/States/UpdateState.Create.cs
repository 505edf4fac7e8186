using System.Numerics;

namespace SimdReg;

/// <summary>Creates states.</summary>
public static class UpdateState
{
    /// <summary>The state of a rule before its first step, as in <c>adam.StateFor(weights)</c>.</summary>
    /// <typeparam name="TRule">The update rule.</typeparam>
    /// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <param name="rule">The update rule.</param>
    /// <param name="weights">The weights it is for. Only their number counts.</param>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double, or the rule's <see cref="IUpdateRule{TSelf}.StateCount"/> is not 0 to 3.</exception>
    public static UpdateState<TRule, T> StateFor<TRule, T>(this TRule rule, ReadOnlySpan<T> weights)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(rule, weights.Length);
}
