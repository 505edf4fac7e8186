using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>Huber's penalty: p(w) = s·w²/2 up to |w| = δ, and s·δ·(|w| − δ/2) beyond: L2 for small weights, L1 for large ones.</summary>
/// <remarks>Its pull grows up to s·δ and no further. Source: Huber, "Robust Estimation of a Location Parameter", Annals of Mathematical Statistics, 1964.</remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct Huber : IPenalty
{
    /// <summary>Not supported: every parameter would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new Huber(strength, delta).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Huber() => throw new NotSupportedException("Pass the parameters: new Huber(strength, delta).");

    /// <summary>Creates the penalty.</summary>
    /// <param name="strength">s, the factor of ½·Σw² for small weights: finite, at least 0.</param>
    /// <param name="delta">δ, the size from which the penalty grows linearly: finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is NaN, outside its range or above the largest float.</exception>
    [JsonConstructor]
    public Huber(double strength, double delta)
    {
        Strength = Guard.Parameter(strength);
        Delta = Guard.Positive(delta);
    }

    /// <summary>s, the strength: the factor of ½·Σw² for small weights.</summary>
    [JsonInclude, JsonRequired]
    public double Strength { get; private init; }

    /// <summary>δ, the size from which the penalty grows linearly.</summary>
    [JsonInclude, JsonRequired]
    public double Delta { get; private init; }

    static bool IPenalty.HasRateTerms => true;

    bool IPenalty.IsZero => Strength == 0;

    /// <summary>Creates the penalty with the strength λ/m.</summary>
    /// <param name="lambda">λ, the regularisation parameter: finite, at least 0.</param>
    /// <param name="delta">δ, the size from which the penalty grows linearly: finite, above 0.</param>
    /// <param name="exampleCount">m, the number of training examples in the mean loss: at least 1.</param>
    /// <returns>The penalty, with strength λ/m.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range, or λ/m is above the largest float.</exception>
    public static Huber FromLambda(double lambda, double delta, long exampleCount) => new(Guard.StrengthOf(lambda, exampleCount), delta);

    /// <summary>s·m·(|w| − m/2) with m = min(|w|, δ)</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value<L>(L weights)
        where L : struct, ILanes<L>
    {
        var magnitude = L.Abs(weights);
        var m = L.Min(magnitude, L.Splat(Delta));
        return L.Splat(Strength) * m * (magnitude - L.Scale(m, 0.5));
    }

    /// <summary>fma(s, sign(w)·min(|w|, δ), g)</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L AddGradient<L>(L weights, L gradients)
        where L : struct, ILanes<L> =>
        L.Fma(L.Splat(Strength), L.CopySign(L.Min(L.Abs(weights), L.Splat(Delta)), weights), gradients);

    /// <summary>sign(v)·max(|v|/(1 + r·s), |v| − r·s·δ)</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L ProximalStep<L>(L points, L rate)
        where L : struct, ILanes<L> => Step(points, TermsAt(rate));

    RateTerms<L> IPenalty.TermsAt<L>(double rate) => TermsAt(L.Splat(rate));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    L IPenalty.ProximalStep<L>(L points, RateTerms<L> terms) => Step(points, terms);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private RateTerms<L> TermsAt<L>(L rate)
        where L : struct, ILanes<L> => new(
            first: L.MinOrRight(L.LargestFinite, L.Scale(rate, Strength * Delta)),
            second: L.Splat(1) / L.MinOrRight(L.LargestFinite, L.Fma(rate, L.Splat(Strength), L.Splat(1))),
            third: L.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Step<L>(L points, RateTerms<L> terms)
        where L : struct, ILanes<L> => L.LargerMagnitude(points * terms.Second, L.SoftThreshold(points, terms.First));
}
