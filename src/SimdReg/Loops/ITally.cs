using SimdReg.Lanes;

namespace SimdReg.Loops;

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
