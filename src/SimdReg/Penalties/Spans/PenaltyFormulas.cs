using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg;

// The formulas of a penalty over spans, for what a step does not fuse.

/// <summary>g ← g + ∂p(w)/∂w</summary>
internal readonly struct GradientFormula<TPenalty>(TPenalty penalty) : IElementwise
    where TPenalty : struct, IPenalty
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Rate<L>()
        where L : struct, ILanes<L> => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L> =>
        // Adding +0 turns −0 into +0 and changes nothing else.
        penalty.AddGradient(source, target) + L.Zero;
}

/// <summary>v ← prox(v), at a rate for each weight: the source. A weight whose rate is 0 is free, also where the penalty is a bound.</summary>
internal readonly struct UnlessFree<TPenalty>(TPenalty penalty) : IElementwise
    where TPenalty : struct, IPenalty
{
    public static bool FlushesSubnormal => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Rate<L>()
        where L : struct, ILanes<L> => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L> => L.SelectEqual(source, L.Zero, target, penalty.ProximalStep(target, source));
}
