using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Steps;

/// <summary>g ← g + ∂p(w)/∂w</summary>
internal readonly struct GradientFormula<TPenalty>(TPenalty penalty) : IElementwise
    where TPenalty : struct, IPenalty
{
    public static int StateCount => 0;

    public static bool FlushesSubnormal => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Read<L>(L target)
        where L : struct, ILanes<L> => target;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Rate<L>()
        where L : struct, ILanes<L> => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L> =>
        // Adding +0 turns −0 into +0 and changes nothing else.
        penalty.AddGradient(source, target) + L.Zero;
}
