using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg.Loops;

/// <summary>A formula that updates each element of a span in place from the element, its partner in another span and its state.</summary>
internal interface IElementwise
{
    /// <summary>The number of state slots of an element: 0 to 3.</summary>
    static virtual int StateCount => 0;

    /// <summary>Whether the third slot is another source: read, and never written. The slots before it are in the cache, so only the sources are prefetched.</summary>
    static virtual bool ReadsThird => false;

    /// <summary>Whether a new element that is zero or subnormal is stored as +0.</summary>
    static virtual bool FlushesSubnormal => false;

    /// <summary>Whether state that is zero or subnormal is stored as +0. An exact sum must not lose it.</summary>
    static virtual bool FlushesSubnormalState => true;

    /// <summary>Converts a loaded element to the value that the formula reads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual L Read<L>(L target)
        where L : struct, ILanes<L> => target;

    /// <summary>The rate in the state before each element. The loop computes it once, together with everything that depends only on it.</summary>
    L Rate<L>()
        where L : struct, ILanes<L>;

    /// <summary>target ← f(Read(target), source, state). Updates the state in place.</summary>
    L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L>;
}

/// <summary>Counts changes of the elements that a loop updates.</summary>
internal interface ITally<L>
    where L : struct, ILanes<L>
{
    /// <summary>Counts one more element in each lane, from its value as read and its new value.</summary>
    void Add(L before, L after);
}

/// <summary>Counts nothing. The loop compares the type and omits the counting.</summary>
internal readonly struct NoTally<L> : ITally<L>
    where L : struct, ILanes<L>
{
    public void Add(L before, L after)
    {
    }
}
