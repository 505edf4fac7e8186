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

    static bool IPenalty.HasRateTerms => true;

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
        where L : struct, ILanes<L> => Step(points, TermsAt(rate));

    RateTerms<L> IPenalty.TermsAt<L>(double rate) => TermsAt(L.Splat(rate));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    L IPenalty.ProximalStep<L>(L points, RateTerms<L> terms) => Step(points, terms);

    /// <summary>The threshold, and the slope above it.</summary>
    // Both cases in one formula: a slope of 2¹⁰⁰ carries every number above the threshold past v.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private RateTerms<L> TermsAt<L>(L rate)
        where L : struct, ILanes<L> => new(
            first: L.SelectLess(rate, L.Splat(Gamma), L.Scale(rate, Strength), L.Scale(L.Sqrt(rate), Strength * Math.Sqrt(Gamma))),
            second: L.SelectLess(rate, L.Splat(Gamma), L.Splat(Gamma) / (L.Splat(Gamma) - rate), L.Splat(Steepest.Slope)),
            third: L.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Step<L>(L points, RateTerms<L> terms)
        where L : struct, ILanes<L> => L.SmallerMagnitude(points, L.SoftThreshold(points, terms.First) * terms.Second);
}
