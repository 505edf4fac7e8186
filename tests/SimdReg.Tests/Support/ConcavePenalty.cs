using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg.Tests.Support;

/// <summary>A penalty from outside the library that is not convex: s·|w| − w²/2γ up to |w| = γs, and γs²/2 beyond.</summary>
/// <remarks>Source: Zhang, "Nearly Unbiased Variable Selection under Minimax Concave Penalty", Annals of Statistics, 2010. At rates of γ or more the proximal step is a hard threshold.</remarks>
public readonly record struct ConcavePenalty(double Strength, double Gamma) : IPenalty
{
    public static bool IsConvex => false;

    public bool IsZero => Strength == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value<L>(L weights)
        where L : struct, ILanes<L>
    {
        var magnitudes = L.Min(L.Abs(weights), L.Splat(Gamma * Strength));
        return magnitudes * (L.Splat(Strength) - (magnitudes * L.Splat(0.5 / Gamma)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L AddGradient<L>(L weights, L gradients)
        where L : struct, ILanes<L> =>
        gradients + (L.Sign(weights) * L.Max(L.Splat(Strength) - (L.Abs(weights) * L.Splat(1 / Gamma)), L.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L ProximalStep<L>(L points, L rate)
        where L : struct, ILanes<L>
    {
        var (magnitudes, gamma, soft) = (L.Abs(points), L.Splat(Gamma), rate * L.Splat(Strength));
        var shrunk = (magnitudes - soft) / (L.Splat(1) - (rate * L.Splat(1 / Gamma)));
        var kept = L.SelectLess(rate, gamma, L.SelectLess(magnitudes, L.Splat(Gamma * Strength), shrunk, magnitudes), magnitudes);
        var threshold = L.SelectLess(rate, gamma, soft, L.Splat(Strength) * L.Sqrt(rate * gamma));
        return L.SelectLess(threshold, magnitudes, L.CopySign(kept, points), L.Zero);
    }
}
