using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg.Sums;

/// <summary>|w|</summary>
internal readonly struct MagnitudeTerm : ITerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSum AddTo<TSum, L>(TSum sum, L weights)
        where TSum : struct, ILaneSum<TSum, L>
        where L : struct, ILanes<L> =>
        sum.Plus(L.Abs(weights));
}

/// <summary>w²</summary>
internal readonly struct SquareTerm : ITerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSum AddTo<TSum, L>(TSum sum, L weights)
        where TSum : struct, ILaneSum<TSum, L>
        where L : struct, ILanes<L> =>
        sum.PlusSquare(weights);
}

/// <summary>p(w)</summary>
internal readonly struct ValueTerm<TPenalty>(TPenalty penalty) : ITerm
    where TPenalty : struct, IPenalty
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSum AddTo<TSum, L>(TSum sum, L weights)
        where TSum : struct, ILaneSum<TSum, L>
        where L : struct, ILanes<L> =>
        sum.Plus(penalty.Value(weights));
}
