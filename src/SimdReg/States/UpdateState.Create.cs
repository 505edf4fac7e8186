using System.Numerics;

namespace SimdReg;

/// <summary>Creates states of update rules.</summary>
public static class UpdateState
{
    /// <summary>Creates the state of a rule before its first step, as in <c>adam.CreateState(weights)</c>.</summary>
    /// <typeparam name="TRule">The update rule.</typeparam>
    /// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <param name="rule">The update rule.</param>
    /// <param name="weights">The weights to be stepped. Only their number is used.</param>
    /// <returns>A state for that number of weights, at step 0.</returns>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double, or the rule's <see cref="IUpdateRule{TSelf}.StateCount"/> is not 0 to 3.</exception>
    public static UpdateState<TRule, T> CreateState<TRule, T>(this TRule rule, ReadOnlySpan<T> weights)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(rule, weights.Length);

    /// <inheritdoc cref="CreateState{TRule, T}(TRule, ReadOnlySpan{T})"/>
    /// <exception cref="ArgumentNullException"><paramref name="weights"/> is null.</exception>
    // C# before 14 and F# do not infer T of a span from an array.
    public static UpdateState<TRule, T> CreateState<TRule, T>(this TRule rule, T[] weights)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(weights);
        return rule.CreateState((ReadOnlySpan<T>)weights);
    }

    /// <summary>Starts FTRL from given weights: z ← −w·(β/α + λ₂) − λ₁·sign(w), √n ← 0.</summary>
    /// <remarks>
    /// After this, a step with gradients of zero leaves each weight unchanged, up to rounding. Without it, the first step discards the
    /// weights, because FTRL computes each weight from z. Call it before the first step: a state that has counted steps is rejected.
    /// </remarks>
    /// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <param name="state">The state, before its first step.</param>
    /// <param name="rule">The rule that takes the steps.</param>
    /// <param name="weights">w, as many as the state has.</param>
    /// <exception cref="ArgumentNullException"><paramref name="state"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="weights"/> does not have the length of the state, or β/α + λ₂ is 0, where no z yields a given weight.</exception>
    /// <exception cref="InvalidOperationException">The state has counted steps.</exception>
    public static void WarmStart<T>(this UpdateState<Ftrl, T> state, Ftrl rule, ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(state);
        if (weights.Length != state.WeightCount)
        {
            Refuse.Lengths(nameof(state), state.WeightCount, nameof(weights), weights.Length);
        }

        if (state.StepCount != 0)
        {
            throw new InvalidOperationException($"The state has counted {state.StepCount} steps: WarmStart needs a state before its first step.");
        }

        var inverseRate = rule.InverseRate;
        if (!(inverseRate > 0))
        {
            throw new ArgumentException($"{nameof(rule)} has beta 0 and l2 0: its first step has an infinite rate, and no state preserves a weight. Set beta or l2 above 0.", nameof(rule));
        }

        for (var i = 0; i < weights.Length; i++)
        {
            if (!T.IsFinite(Sum(weights[i])))
            {
                throw new ArgumentException($"{nameof(weights)}[{i}] is {weights[i]}: the sum of gradients that stands for it, {Sum(weights[i])}, must be finite.", nameof(weights));
            }
        }

        var stepCount = state.BeginUse();
        try
        {
            var sums = new T[weights.Length];
            for (var i = 0; i < weights.Length; i++)
            {
                sums[i] = Sum(weights[i]);
            }

            state.Write(0, sums);
            Array.Clear(sums);
            state.Write(1, sums);
        }
        finally
        {
            state.EndUse(stepCount);
        }

        T Sum(T w)
        {
            var weight = double.CreateTruncating(w);
            return Element<T>.Round(weight == 0 ? 0 : -((weight * inverseRate) + Math.CopySign(rule.L1, weight)));
        }
    }
}
