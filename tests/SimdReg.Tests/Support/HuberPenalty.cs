using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg.Tests.Support;

/// <summary>A penalty from outside the library: s·w²/2 up to |w| = δ, and s·δ·(|w| − δ/2) beyond.</summary>
public readonly record struct Huber(double Strength, double Delta) : IPenalty
{
    public double Strength { get; init; } = Strength >= 0 ? Strength : throw new ArgumentOutOfRangeException(nameof(Strength), Strength, "Strength must be at least 0.");

    public bool IsZero => Strength == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value<L>(L weights)
        where L : struct, ILanes<L> =>
        L.Splat(Strength) * Clip(weights) * (weights - (L.Splat(0.5) * Clip(weights)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L AddGradient<L>(L weights, L gradients)
        where L : struct, ILanes<L> =>
        L.Fma(L.Splat(Strength), Clip(weights), gradients);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L ProximalStep<L>(L points, L rate)
        where L : struct, ILanes<L> =>
        points - (rate * L.Splat(Strength) * Clip(points / (L.Splat(1) + (rate * L.Splat(Strength)))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private L Clip<L>(L weights)
        where L : struct, ILanes<L> =>
        L.CopySign(L.Min(L.Abs(weights), L.Splat(Delta)), weights);
}
