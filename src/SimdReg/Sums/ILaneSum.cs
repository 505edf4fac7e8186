using SimdReg.Lanes;

namespace SimdReg.Sums;

/// <summary>A running sum of non-negative terms in each lane.</summary>
internal interface ILaneSum<TSelf, L>
    where TSelf : struct, ILaneSum<TSelf, L>
    where L : struct, ILanes<L>
{
    /// <summary>This sum and one more term in each lane.</summary>
    TSelf Plus(L term);

    /// <summary>This sum and one more square in each lane.</summary>
    TSelf PlusSquare(L root);
}

/// <summary>One that can hold any terms, in lanes of double. Its default value is 0.</summary>
internal interface IWideSum<TSelf, L> : ILaneSum<TSelf, L>
    where TSelf : struct, IWideSum<TSelf, L>
    where L : struct, ILanes<L, double>
{
    /// <summary>This sum and another, lane by lane.</summary>
    TSelf Plus(TSelf other);

    /// <summary>All lanes together.</summary>
    DoubleDouble Across();
}
