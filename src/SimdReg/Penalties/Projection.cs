using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg;

/// <summary>w ← prox(w) of a bound, whose rate does not matter: a projection. Weights inside keep their bits: −0 and subnormal numbers too.</summary>
internal readonly struct Projection<TPenalty>(TPenalty penalty) : IElementwise
    where TPenalty : struct, IPenalty
{
    public static int StateCount => 0;

    public static bool FlushesSubnormal => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Read<L>(L target)
        where L : struct, ILanes<L> => target;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Rate<L>()
        where L : struct, ILanes<L> => L.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L> => penalty.ProximalStep(target, L.Zero);
}
