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

/// <summary>Adds two more numbers to a sum, the source and the third slot, as <see cref="AccumulationFormula"/> one after the other.</summary>
internal readonly struct PairFormula : IElementwise
{
    public static int StateCount => 3;

    public static bool ReadsThird => true;

    public static bool FlushesSubnormalState => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Rate<L>()
        where L : struct, ILanes<L> => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L> =>
        default(AccumulationFormula).Next(default(AccumulationFormula).Next(target, source, ref state), state.Third, ref state);
}

/// <summary>Starts a sum with two numbers, the source and the third slot. What s, e and b were is not used.</summary>
/// <remarks>The error of one addition is a number, so nothing is lost yet: b is 0.</remarks>
internal readonly struct FirstPairFormula : IElementwise
{
    public static int StateCount => 3;

    public static bool ReadsThird => true;

    public static bool FlushesSubnormalState => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Rate<L>()
        where L : struct, ILanes<L> => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L>
    {
        state.Second = default;
        return ErrorFree.TwoSum(source, state.Third, out state.First);
    }
}
