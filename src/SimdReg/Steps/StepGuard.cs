using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace SimdReg.Steps;

/// <summary>Rejects spans and states that do not fit a step.</summary>
internal static class StepGuard
{
    /// <summary>Requires matching spans: as many spans of state as the rule keeps, all of equal length, and no overlap with a span that is written.</summary>
    public static void Require<TRule, T>(ReadOnlySpan<T> weights, ReadOnlySpan<T> gradients, scoped in StateSpans<T> state)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Guard.StateCount<TRule>(TRule.StateCount);
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

        if ((TRule.StateCount > 1 && Guard.Overlap<T>(state.First, state.Second))
            || (TRule.StateCount > 2 && (Guard.Overlap<T>(state.First, state.Third) || Guard.Overlap<T>(state.Second, state.Third))))
        {
            Refuse.OverlapWithinState(nameof(state));
        }
    }

    /// <summary>Requires the structure of a penalty to fit the number of weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RequireStructure<TPenalty>(TPenalty penalty, int weightCount)
        where TPenalty : struct, IPenalty
    {
        if (TPenalty.IsStructured)
        {
            penalty.RequireFits(weightCount);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Apart<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> weights, ReadOnlySpan<T> gradients, string name)
    {
        if (state.Length != weights.Length)
        {
            Refuse.LengthOfState(name, state.Length, weights.Length, nameof(state));
        }

        if (Guard.Overlap(state, weights) || Guard.Overlap(state, gradients))
        {
            Refuse.OverlapOfState(name, nameof(state));
        }
    }

    /// <summary>Throws for a state that is missing or belongs to another rule.</summary>
    [DoesNotReturn]
    private static void RefuseState<TRule>(int count, Type? owner, string name)
        where TRule : struct, IUpdateRule<TRule> =>
        throw new ArgumentException(
            count == 0 && owner is null
                ? $"{name} is missing: {typeof(TRule).Name} keeps {Numbers(TRule.StateCount)} for each weight. Pass rule.CreateState(weights) or your own StateSpans."
                : $"{name} has {Numbers(count)} for each weight{(owner is null ? "" : $" and belongs to {owner.Name}")}, but {typeof(TRule).Name} keeps {TRule.StateCount}: pass a state of that rule. Rules with the same number of values give them different meanings; to change the rule, create a new state.",
            name);

    private static string Numbers(int count) => count == 1 ? "1 value" : $"{count} values";
}
