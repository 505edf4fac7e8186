using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>The target, a component ← its sum with the state, and the state ← what that leaves: together as much as before.</summary>
/// <remarks>
/// Where both are finite and the addition or that of its error overflows, the component stays and the state is left whole. Where the component or the state is not
/// finite, the component takes the sum, and nothing is left.
/// </remarks>
internal readonly struct ComponentFormula : IElementwise
{
    public static int StateCount => 1;

    public static bool FlushesSubnormalState => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Rate<L>()
        where L : struct, ILanes<L> => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L>
    {
        var added = state.First;
        var sum = ErrorFree.TwoSum(target, added, out var error);
        var zeroIfFinite = (target - target) + (added - added);

        // An error that equals itself is a number.
        state.First = L.SelectEqual(error, error, error, L.SelectEqual(zeroIfFinite, L.Zero, added, L.Zero));
        return L.SelectEqual(error, error, sum, L.SelectEqual(zeroIfFinite, L.Zero, target, sum));
    }
}
