using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Steps;

/// <summary>The target ← the rate of a proximal step of each weight, with the weights before the step as the target. The state is a copy.</summary>
internal readonly struct RateFormula<TRule>(TRule rule, StepConstants constants, double scale) : IElementwise
    where TRule : struct, IUpdateRule<TRule>
{
    private readonly StepConstants _constants = constants;

    public static int StateCount => TRule.StateCount;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Read<L>(L target)
        where L : struct, ILanes<L> => L.FlushSubnormal(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Rate<L>()
        where L : struct, ILanes<L> => L.Splat(_constants.LearningRate);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L>
    {
        rule.Update(target, L.Splat(scale) * source, in _constants, ref state);
        return state.Rate;
    }
}

/// <summary>The target ← itself, or +0 where it is below the smallest normal number, as a step reads it: so that the gradient of a structure reads no subnormal weight either.</summary>
internal readonly struct WithoutSubnormal : IElementwise
{
    public static bool FlushesSubnormal => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Rate<L>()
        where L : struct, ILanes<L> => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L> => target;
}

/// <summary>The target ← 0 where the source is 0: weights of zero that stay zero.</summary>
internal readonly struct KeptZeros : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Rate<L>()
        where L : struct, ILanes<L> => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L> => L.SelectEqual(L.FlushSubnormal(source), L.Zero, L.Zero, target);
}

/// <summary>The target ← the source: the weights before a step become those after it, and a tally counts the change.</summary>
internal readonly struct Replacement : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Read<L>(L target)
        where L : struct, ILanes<L> => L.FlushSubnormal(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Rate<L>()
        where L : struct, ILanes<L> => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L> => source;
}

/// <summary>v ← the weights after the pull of a structure that does not oppose the step from w to v, with w as the source and ∂p(w) as the state.</summary>
internal readonly struct CautiousPull(double learningRate) : IElementwise
{
    public static int StateCount => 1;

    public static bool FlushesSubnormal => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Rate<L>()
        where L : struct, ILanes<L> => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L> => Cautious.Pull(L.FlushSubnormal(source), target, state.First, learningRate);
}

/// <summary>The target, a slot of state ← what it was where the source, a weight before the step, is 0.</summary>
internal readonly struct StateOfZeros : IElementwise
{
    public static int StateCount => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Rate<L>()
        where L : struct, ILanes<L> => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L> => L.SelectEqual(L.FlushSubnormal(source), L.Zero, state.First, target);
}
