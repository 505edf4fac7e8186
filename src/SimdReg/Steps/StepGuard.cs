using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace SimdReg.Steps;

/// <summary>Refuses spans and states that a step cannot take.</summary>
internal static class StepGuard
{
    /// <summary>Requires what a step walks to fit together: as many spans of state as the rule keeps, all equally long, and those written apart.</summary>
    public static void Require<TRule, T>(ReadOnlySpan<T> weights, ReadOnlySpan<T> gradients, scoped in StateSpans<T> state)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RuleGuard.StateCount<TRule>();
        Guard.Paired(weights, gradients);
        if (state.Count != TRule.StateCount || (state.Owner is not null && state.Owner != typeof(TRule)))
        {
            RefuseState<TRule>(state.Count, state.Owner, nameof(state));
        }

        Guard.StepCount(state.StepCount, nameof(state));
        if (TRule.StateCount > 0)
        {
            Apart(state.First, weights, gradients, "state.First (slot 0)");
        }

        if (TRule.StateCount > 1)
        {
            Apart(state.Second, weights, gradients, "state.Second (slot 1)");
        }

        if (TRule.StateCount > 2)
        {
            Apart(state.Third, weights, gradients, "state.Third (slot 2)");
        }

        if (TRule.StateCount > 1 && (state.First.Overlaps(state.Second) || state.First.Overlaps(state.Third) || state.Second.Overlaps(state.Third)))
        {
            Refuse.OverlapWithinState(nameof(state));
        }
    }

    private static void Apart<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> weights, ReadOnlySpan<T> gradients, string name)
    {
        if (state.Length != weights.Length)
        {
            Refuse.LengthOfState(name, state.Length, weights.Length, nameof(state));
        }

        if (state.Overlaps(weights) || state.Overlaps(gradients))
        {
            Refuse.OverlapOfState(name, nameof(state));
        }
    }

    /// <summary>A state that is none, or another rule's.</summary>
    [DoesNotReturn]
    private static void RefuseState<TRule>(int count, Type? owner, string name)
        where TRule : struct, IUpdateRule<TRule> =>
        throw new ArgumentException(
            count == 0 && owner is null
                ? $"{name} is missing: {typeof(TRule).Name} keeps {Numbers(TRule.StateCount)} for each weight. Pass rule.CreateState(weights), or spans of your own."
                : $"{name} holds {Numbers(count)} for each weight{(owner is null ? "" : $", those of {owner.Name}")}, and {typeof(TRule).Name} keeps {TRule.StateCount}: it must be a state of that rule. Rules that keep as many numbers give them other meanings; to change the rule, create a new state.",
            name);

    private static string Numbers(int count) => count == 1 ? "1 number" : $"{count} numbers";
}
