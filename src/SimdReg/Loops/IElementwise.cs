using SimdReg.Lanes;

namespace SimdReg.Loops;

/// <summary>A formula for each element of a span that is updated in place, from that element and its partner.</summary>
internal interface IElementwise
{
    /// <summary>target ← f(target, source)</summary>
    L Next<L>(L target, L source)
        where L : struct, ILanes<L>;
}
