using SimdReg.Lanes;

namespace SimdReg.Loops;

/// <summary>A formula that updates each element of a span in place from the element, its partner in another span and its state.</summary>
internal interface IElementwise
{
    /// <summary>The number of state slots of an element: 0 to 3.</summary>
    static abstract int StateCount { get; }

    /// <summary>Converts a loaded element to the value that the formula reads.</summary>
    static abstract L Read<L>(L target)
        where L : struct, ILanes<L>;

    /// <summary>The rate in the state before each element. The loop computes it once, together with everything that depends only on it.</summary>
    L Rate<L>()
        where L : struct, ILanes<L>;

    /// <summary>target ← f(Read(target), source, state). Updates the state in place.</summary>
    L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L>;
}
