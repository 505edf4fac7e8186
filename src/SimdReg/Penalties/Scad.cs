using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>
/// SCAD, the smoothly clipped absolute deviation: p(w) = s·|w| up to |w| = s, then s·|w| − (|w| − s)²/(2(a − 1)) up to a·s, and s²·(a + 1)/2 beyond,
/// where a weight is not shrunk at all.
/// </summary>
/// <remarks>
/// Up to s it is L1; its pull then falls and ends at a·s. The strength is in the unit of a gradient and not a factor of the penalty: twice the
/// strength is four times the penalty of a large weight. Not convex: a step ends at the global minimum of its own objective, training at a local one.
/// Source: Fan and Li, "Variable Selection via Nonconcave Penalized Likelihood and its Oracle Properties", Journal of the American Statistical Association, 2001.
/// <c>docs/proximal-steps.md</c> has the proof for rates from a − 1 on.
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct Scad : IPenalty
{
    /// <summary>Not supported: every parameter would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new Scad(strength, a).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Scad() => throw new NotSupportedException("Pass the parameters: new Scad(strength, a).");

    /// <summary>Creates the penalty.</summary>
    /// <param name="strength">s, the pull at 0: finite, at least 0.</param>
    /// <param name="a">a: finite, above 2. A weight from a·s on is not shrunk; the larger a, the closer to L1. Fan and Li take 3.7.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is NaN, outside its range or above the largest float.</exception>
    [JsonConstructor]
    public Scad(double strength, double a)
    {
        Strength = Guard.Parameter(strength);
        A = Guard.Above(2, a);
    }

    /// <summary>s, the strength: the pull at 0.</summary>
    [JsonInclude, JsonRequired]
    public double Strength { get; private init; }

    /// <summary>a: the pull falls from |w| = s and ends at a·s.</summary>
    [JsonInclude, JsonRequired]
    public double A { get; private init; }

    static bool IPenalty.IsConvex => false;

    static bool IPenalty.HasRateTerms => true;

    bool IPenalty.IsZero => Strength == 0;

    /// <summary>s·m − e²/(2(a − 1)) with m = min(|w|, a·s) and e = max(m − s, 0); +∞ for an infinite weight, which is not hidden</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value<L>(L weights)
        where L : struct, ILanes<L>
    {
        var magnitude = L.Abs(weights);
        var m = L.MinOrRight(magnitude, L.Splat(A * Strength));
        var e = L.MaxOrRight(m - L.Splat(Strength), L.Zero);
        return L.SelectLess(magnitude, L.Splat(double.PositiveInfinity), L.Fnma(L.Scale(e, 0.5 / (A - 1)), e, L.Splat(Strength) * m), magnitude);
    }

    /// <summary>g + sign(w)·min(max((a·s − |w|)/(a − 1), 0), s)</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L AddGradient<L>(L weights, L gradients)
        where L : struct, ILanes<L>
    {
        var falling = L.Scale(L.Splat(A * Strength) - L.Abs(weights), 1 / (A - 1));
        return L.Fma(L.Sign(weights), L.MinOrRight(L.MaxOrRight(falling, L.Zero), L.Splat(Strength)), gradients);
    }

    /// <summary>
    /// sign(v)·min(|v|, max(|v| − r·s, ((a − 1)·|v| − a·r·s)/(a − 1 − r), 0)) where r &lt; a − 1. From there to r = a + 1: the soft threshold max(|v| − r·s, 0) up to
    /// |v| = s·(a + 1 + r)/2, and v above. From a + 1 on the hard threshold at s·√(r·(a + 1)): 0 below it, v above.
    /// </summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L ProximalStep<L>(L points, L rate)
        where L : struct, ILanes<L> => Step(points, TermsAt(rate));

    RateTerms<L> IPenalty.TermsAt<L>(double rate) => TermsAt(L.Splat(rate));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    L IPenalty.ProximalStep<L>(L points, RateTerms<L> terms) => Step(points, terms);

    /// <summary>The soft threshold, where the steeper line begins, and its slope.</summary>
    // All cases in one formula: a line of slope (a − 1)/(a − 1 − r), or 2¹⁰⁰, that begins at start.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private RateTerms<L> TermsAt<L>(L rate)
        where L : struct, ILanes<L>
    {
        var threshold = L.Scale(rate, Strength);
        var beyond = L.SelectLess(
            rate, L.Splat(A + 1), L.Fma(rate, L.Splat(Strength / 2), L.Splat(Strength * (A + 1) / 2)), L.Scale(L.Sqrt(rate), Strength * Math.Sqrt(A + 1)));
        return new(
            first: threshold,
            second: L.SelectLess(rate, L.Splat(A - 1), L.Scale(threshold, A / (A - 1)), beyond),
            third: L.SelectLess(rate, L.Splat(A - 1), L.Splat(A - 1) / (L.Splat(A - 1) - rate), L.Splat(Steepest.Slope)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Step<L>(L points, RateTerms<L> terms)
        where L : struct, ILanes<L> =>
        L.SmallerMagnitude(points, L.LargerMagnitude(L.SoftThreshold(points, terms.First), L.SoftThreshold(points, terms.Second) * terms.Third));
}
