using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg.Tuning;

/// <summary>p(w) = 0 at zero and ∞ elsewhere: the proximal step leads to zero from anywhere.</summary>
internal readonly record struct HeldAtZero : IPenalty
{
    bool IPenalty.IsZero => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value<L>(L weights)
        where L : struct, ILanes<L> =>
        L.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L AddGradient<L>(L weights, L gradients)
        where L : struct, ILanes<L> =>
        gradients;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L ProximalStep<L>(L points, L rate)
        where L : struct, ILanes<L> =>
        L.Zero;
}
