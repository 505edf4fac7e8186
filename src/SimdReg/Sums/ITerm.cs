using System.Numerics;
using SimdReg.Lanes;

namespace SimdReg.Sums;

/// <summary>What each weight adds to a sum.</summary>
internal interface ITerm
{
    /// <summary>The sum in each lane with the terms of one more weight.</summary>
    LaneSum<L> AddTo<L, T>(LaneSum<L> sum, L weights)
        where L : struct, ILanes<L, double>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
