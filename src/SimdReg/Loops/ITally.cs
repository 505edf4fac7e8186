using SimdReg.Lanes;

namespace SimdReg.Loops;

/// <summary>What a loop counts of the elements that it updates, in each lane.</summary>
internal interface ITally<TSelf, L>
    where TSelf : struct, ITally<TSelf, L>
    where L : struct, ILanes<L>
{
    /// <summary>This tally and one more element in each lane: what it was, what it is now, and its partner.</summary>
    TSelf With(L before, L after, L source);
}

/// <summary>Nothing: its size tells the loop so, before the JIT inlines.</summary>
internal readonly struct NoTally<L> : ITally<NoTally<L>, L>
    where L : struct, ILanes<L>
{
    public NoTally<L> With(L before, L after, L source) => this;
}
