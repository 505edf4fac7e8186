using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg.Sums;

/// <summary>|w|</summary>
internal readonly struct MagnitudeTerm : ITerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneSum<L> AddTo<L, T>(LaneSum<L> sum, L weights)
        where L : struct, ILanes<L, double>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        sum.Plus<T>(L.Abs(weights));
}

/// <summary>w²</summary>
internal readonly struct SquareTerm : ITerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneSum<L> AddTo<L, T>(LaneSum<L> sum, L weights)
        where L : struct, ILanes<L, double>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        sum.PlusSquare<T>(weights);
}

/// <summary>p(w)</summary>
internal readonly struct ValueTerm<TPenalty>(TPenalty penalty) : ITerm
    where TPenalty : struct, IPenalty
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneSum<L> AddTo<L, T>(LaneSum<L> sum, L weights)
        where L : struct, ILanes<L, double>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        sum.Plus<T>(penalty.Value(weights));
}
