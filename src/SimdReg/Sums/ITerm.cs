using SimdReg.Lanes;

namespace SimdReg.Sums;

/// <summary>What each weight adds to a sum.</summary>
internal interface ITerm
{
    /// <summary>The term of a weight in each lane, rounded: that of a float is exact in lanes of double, if it is a norm's.</summary>
    L Of<L>(L weights)
        where L : struct, ILanes<L>;

    /// <summary>The sum in each lane with the term of one more weight.</summary>
    TSum AddTo<TSum, L>(TSum sum, L weights)
        where TSum : struct, ILaneSum<TSum, L>
        where L : struct, ILanes<L>;
}
