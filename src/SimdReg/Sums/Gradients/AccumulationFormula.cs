using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>Adds the source to a sum: s the target, e the first slot, and b the second.</summary>
/// <remarks>s is the rounded sum and e the rounded sum of its errors. b bounds what s + e has lost: 0 as long as it is exact.</remarks>
internal readonly struct AccumulationFormula : IElementwise
{
    public static int StateCount => 2;

    public static bool FlushesSubnormalState => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Rate<L>()
        where L : struct, ILanes<L> => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L>
    {
        var sum = ErrorFree.TwoSum(target, source, out var error);
        state.First = ErrorFree.TwoSum(state.First, error, out var lost);
        state.Second += L.Abs(lost);
        return sum;
    }
}

/// <summary>Adds the second number, the source, to the first, the target: s the target, and e the first slot, which nothing is read from.</summary>
/// <remarks>The error of one addition is a number, so nothing is lost yet: b is 0.</remarks>
internal readonly struct FirstAdditionFormula : IElementwise
{
    public static int StateCount => 1;

    public static bool FlushesSubnormalState => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Rate<L>()
        where L : struct, ILanes<L> => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L> => ErrorFree.TwoSum(target, source, out state.First);
}
