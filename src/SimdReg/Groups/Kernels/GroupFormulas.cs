using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Groups;

/// <summary>w ← f·w, with a factor for each weight as the source, without subnormal results. A factor of 1 leaves the weight alone.</summary>
internal readonly struct ScaleFormula : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Rate<L>()
        where L : struct, ILanes<L> => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L> => L.SelectEqual(source, L.Splat(1), target, L.FlushSubnormal(target * source));
}

/// <summary>w ← factor·w, without subnormal results</summary>
internal readonly struct ScaleByFormula(double factor) : IElementwise
{
    public static bool FlushesSubnormal => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Rate<L>()
        where L : struct, ILanes<L> => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L> => L.Scale(target, factor);
}

/// <summary>target ← fma(factor, source, target)</summary>
internal readonly struct AddScaledFormula(double factor) : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Rate<L>()
        where L : struct, ILanes<L> => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L> => L.Fma(L.Splat(factor), source, target);
}

/// <summary>∂p ← f·∂p, with a factor for each weight as the source. A factor of 0 frees its weight, also where the gradient is infinite.</summary>
internal readonly struct FactorFormula : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Rate<L>()
        where L : struct, ILanes<L> => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L> => L.SelectEqual(source, L.Zero, L.Zero, source * target);
}

/// <summary>target ← fma(slope, reciprocal·source, target)</summary>
internal readonly struct AddDirectionFormula(double slope, double reciprocal) : IElementwise
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Rate<L>()
        where L : struct, ILanes<L> => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L> => L.Fma(L.Splat(slope), L.Scale(source, reciprocal), target);
}
