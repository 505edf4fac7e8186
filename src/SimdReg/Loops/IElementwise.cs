using SimdReg.Lanes;

namespace SimdReg.Loops;

/// <summary>A formula for each element of a span that is updated in place, from that element, its partner and its state.</summary>
internal interface IElementwise
{
    /// <summary>How many numbers of state belong to an element: 0 to 3.</summary>
    static abstract int StateCount { get; }

    /// <summary>The target as the formula reads it.</summary>
    static abstract L Read<L>(L target)
        where L : struct, ILanes<L>;

    /// <summary>The rate of the state before each element. The loop computes it once, and with it everything that depends on nothing else.</summary>
    L Rate<L>()
        where L : struct, ILanes<L>;

    /// <summary>target ← f(target as it is read, source, state), with the state brought up to date in place.</summary>
    L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L>;
}
