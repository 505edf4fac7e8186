using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>The minimax concave penalty, MCP: p(w) = s·|w| − w²/(2γ) up to |w| = γ·s, and γ·s²/2 beyond, where a weight is not shrunk at all.</summary>
/// <remarks>
/// Near zero it is L1; its pull falls in proportion to |w| and ends at γ·s. The strength is in the unit of a gradient and not a factor of the
/// penalty: twice the strength is four times the penalty of a large weight. Not convex: a step ends at the global minimum of its own objective, training at a local one.
/// Source: Zhang, "Nearly Unbiased Variable Selection under Minimax Concave Penalty", Annals of Statistics, 2010.
/// <c>docs/proximal-steps.md</c> has the proof for rates from γ on.
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct Mcp : IPenalty
{
    /// <summary>Not supported: every parameter would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new Mcp(strength, gamma).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Mcp() => throw new NotSupportedException("Pass the parameters: new Mcp(strength, gamma).");

    /// <summary>Creates the penalty.</summary>
    /// <param name="strength">s, the pull at 0: finite, at least 0.</param>
    /// <param name="gamma">γ: finite, above 1. A weight from γ·s on is not shrunk; the larger γ, the closer to L1. Often 3.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is NaN, outside its range or above the largest float.</exception>
    [JsonConstructor]
    public Mcp(double strength, double gamma)
    {
        Strength = Guard.Parameter(strength);
        Gamma = Guard.Above(1, gamma);
    }

    /// <summary>s, the strength: the pull at 0.</summary>
    [JsonInclude, JsonRequired]
    public double Strength { get; private init; }

    /// <summary>γ: the pull ends at |w| = γ·s.</summary>
    [JsonInclude, JsonRequired]
    public double Gamma { get; private init; }

    static bool IPenalty.IsConvex => false;

    bool IPenalty.IsZero => Strength == 0;

    /// <summary>m·(s − m/(2γ)) with m = min(|w|, γ·s); +∞ for an infinite weight, which is not hidden</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value<L>(L weights)
        where L : struct, ILanes<L>
    {
        var magnitude = L.Abs(weights);
        var m = L.MinOrRight(magnitude, L.Splat(Gamma * Strength));
        return L.SelectLess(magnitude, L.Splat(double.PositiveInfinity), m * L.Fnma(m, L.Splat(0.5 / Gamma), L.Splat(Strength)), magnitude);
    }

    /// <summary>g + sign(w)·max(s − |w|/γ, 0)</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L AddGradient<L>(L weights, L gradients)
        where L : struct, ILanes<L> =>
        L.Fma(L.Sign(weights), L.MaxOrRight(L.Fnma(L.Abs(weights), L.Splat(1 / Gamma), L.Splat(Strength)), L.Zero), gradients);

    /// <summary>
    /// sign(v)·min(|v|, max(|v| − t, 0)/q), with t = r·s and 1/q = γ/(γ − r) where r &lt; γ. From r = γ on the hard threshold at t = s·√(r·γ): 0 below it, v above.
    /// </summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L ProximalStep<L>(L points, L rate)
        where L : struct, ILanes<L>
    {
        // Both cases in one formula: a slope of 2¹⁰⁰ carries every number above the threshold past v. Threshold and slope are expressions of the rate alone, which the
        // JIT moves out of a loop in which it is constant; it would not, if either used a variable, or Min or Max.
        var threshold = L.SelectLess(rate, L.Splat(Gamma), L.Scale(rate, Strength), L.Scale(L.Sqrt(rate), Strength * Math.Sqrt(Gamma)));
        var slope = L.SelectLess(rate, L.Splat(Gamma), L.Splat(Gamma) / (L.Splat(Gamma) - rate), L.Splat(Steepest.Slope));
        var magnitude = L.Abs(points);
        return L.CopySign(L.MinOrRight(magnitude, L.MaxOrRight(L.Zero, (magnitude - threshold) * slope)), points);
    }
}
