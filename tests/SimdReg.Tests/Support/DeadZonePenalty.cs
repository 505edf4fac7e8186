using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg.Tests.Support;

/// <summary>A penalty from outside the library: 0 up to |w| = δ, and s·(|w| − δ) beyond.</summary>
public readonly record struct DeadZone(double Strength, double Delta) : IPenalty
{
    public double Strength { get; init; } = Strength >= 0 ? Strength : throw new ArgumentOutOfRangeException(nameof(Strength), Strength, "Strength must be at least 0.");

    public bool IsZero => Strength == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value<L>(L weights)
        where L : struct, ILanes<L> =>
        L.Splat(Strength) * L.Max(L.Abs(weights) - L.Splat(Delta), L.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L AddGradient<L>(L weights, L gradients)
        where L : struct, ILanes<L> =>
        L.Fma(L.Splat(Strength), L.SelectLess(L.Abs(weights), L.Splat(Delta), L.Zero, L.Sign(weights)), gradients);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L ProximalStep<L>(L points, L rate)
        where L : struct, ILanes<L> =>
        L.CopySign(L.Min(L.Abs(points), L.Max(L.Abs(points) - (rate * L.Splat(Strength)), L.Splat(Delta))), points);
}
