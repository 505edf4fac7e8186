using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Steps;

// The options of a step as types: the JIT resolves a comparison of types before it inlines anything.

/// <summary>Gradients are used unscaled.</summary>
internal readonly struct Unscaled;

/// <summary>Gradients are multiplied by the scale.</summary>
internal readonly struct Scaled;

/// <summary>Every weight may change.</summary>
internal readonly struct EveryWeight;

/// <summary>A weight of zero stays zero. For rules without state: the JIT would inline three selections of state for nothing.</summary>
internal readonly struct NonZeroWeights;

/// <summary>A weight of zero stays zero and keeps its state.</summary>
internal readonly struct NonZeroWeightsWithState;

/// <summary>w ← one step of a rule with a penalty. A weight below the smallest normal number counts as zero.</summary>
/// <remarks>
/// Decay makes weights subnormal. Many processors are slow with subnormal numbers, and rounding keeps such weights from reaching zero. So
/// a step reads a subnormal weight as zero and stores none. Gradients are used as they are: flushing them too would slow every step in the
/// cache. <c>SubnormalStepBenchmarks</c> shows both.
/// </remarks>
internal struct StepFormula<TRule, TPenalty, TMode, TScale, TMask> : IElementwise
    where TRule : struct, IUpdateRule<TRule>
    where TPenalty : struct, IPenalty
    where TMode : struct, IPenaltyMode
    where TScale : struct
    where TMask : struct
{
    // Fields are set one by one: the result of a constructor would be copied as a whole, and reading a struct right after writing its fields
    // stalls (failed store forwarding).
    public TRule Rule;

    /// <summary>The constants of the rule for this step.</summary>
    public StepConstants Constants;

    public TPenalty Penalty;

    /// <summary>The factor of the gradients, if they are scaled.</summary>
    public double Scale;

    public static int StateCount => TRule.StateCount;

    public static bool FlushesSubnormal => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Read<L>(L target)
        where L : struct, ILanes<L> => L.FlushSubnormal(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly L Rate<L>()
        where L : struct, ILanes<L> => L.Splat(Constants.LearningRate);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly L Next<L>(L weights, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L>
    {
        var before = state;

        var gradients = typeof(TScale) == typeof(Scaled) ? L.Splat(Scale) * source : source;
        var next = TMode.Update(Rule, Penalty, weights, gradients, in Constants, ref state);

        if (typeof(TMask) == typeof(NonZeroWeightsWithState))
        {
            state.First = L.SelectEqual(weights, L.Zero, before.First, state.First);
            state.Second = L.SelectEqual(weights, L.Zero, before.Second, state.Second);
            state.Third = L.SelectEqual(weights, L.Zero, before.Third, state.Third);
        }

        if (typeof(TMask) != typeof(EveryWeight))
        {
            next = L.SelectEqual(weights, L.Zero, L.Zero, next);
        }

        return next;
    }
}
