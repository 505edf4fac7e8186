using SimdReg.Lanes;

namespace SimdReg.Loops;

/// <summary>What a loop counts of the elements that it updates.</summary>
internal interface ITally<L>
    where L : struct, ILanes<L>
{
    /// <summary>Counts one more element in each lane: what it was read as, and what it is now.</summary>
    void Add(L before, L after);
}

/// <summary>Nothing. The loop compares the type, and leaves out the counting.</summary>
internal readonly struct NoTally<L> : ITally<L>
    where L : struct, ILanes<L>
{
    public void Add(L before, L after)
    {
    }
}
