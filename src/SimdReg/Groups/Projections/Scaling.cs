using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Groups;

/// <summary>w ← w·factor, with +0 for every zero.</summary>
internal readonly struct Scaling(double factor) : IElementwise
{
    public static int StateCount => 0;

    public static bool FlushesSubnormal => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Read<L>(L target)
        where L : struct, ILanes<L> => target;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Rate<L>()
        where L : struct, ILanes<L> => default;

    // Adding +0 turns −0 into +0 and changes nothing else.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L> => L.Scale(target, factor) + L.Zero;
}
