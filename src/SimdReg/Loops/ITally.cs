using SimdReg.Lanes;

namespace SimdReg.Loops;

/// <summary>What a loop counts of the elements that it updates, in each lane. It is larger than a byte: so the loop tells it from <see cref="NoTally{L}"/>.</summary>
internal interface ITally<L>
    where L : struct, ILanes<L>
{
    /// <summary>Counts one more element in each lane: what it was read as, and what it is now.</summary>
    void AddTarget(L before, L after);

    /// <summary>Counts its partner.</summary>
    void AddSource(L source);
}

/// <summary>Nothing: its size, one byte, tells the loop so before the JIT inlines.</summary>
internal readonly struct NoTally<L> : ITally<L>
    where L : struct, ILanes<L>
{
    public void AddTarget(L before, L after)
    {
    }

    public void AddSource(L source)
    {
    }
}
