using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>L1, the lasso: p(w) = s·|w|, whose gradient towards zero is constant.</summary>
/// <remarks>
/// Its gradient is s·sign(w), with sign(0) = 0. Only its proximal step makes weights exactly zero; a gradient step
/// overshoots zero and returns. Source: Tibshirani, "Regression Shrinkage and Selection via the Lasso",
/// Journal of the Royal Statistical Society B, 1996.
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct L1 : INormPenalty
{
    /// <summary>Not supported: every parameter would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new L1(strength).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public L1() => throw new NotSupportedException("Pass the parameters: new L1(strength).");

    /// <summary>Creates the penalty s·Σ|w|.</summary>
    /// <param name="strength">s = λ/m, the factor of Σ|w|: finite, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="strength"/> is NaN, negative or above the largest float.</exception>
    [JsonConstructor]
    public L1(double strength) => Strength = Guard.Parameter(strength);

    /// <summary>s, the strength: the factor of Σ|w|.</summary>
    [JsonInclude, JsonRequired]
    public double Strength { get; private init; }

    bool IPenalty.IsZero => Strength == 0;

    ElasticNet INormPenalty.Norms => new(this, default);

    /// <summary>Creates the penalty (λ/m)·Σ|w|.</summary>
    /// <param name="lambda">λ, the regularisation parameter: finite, at least 0.</param>
    /// <param name="exampleCount">m, the number of training examples in the mean loss: at least 1.</param>
    /// <returns>The penalty, with strength λ/m.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range, or λ/m is above the largest float.</exception>
    public static L1 FromLambda(double lambda, long exampleCount) => new(Guard.StrengthOf(lambda, exampleCount));

    /// <summary>s·|w|</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value<L>(L weights)
        where L : struct, ILanes<L> =>
        L.Splat(Strength) * L.Abs(weights);

    /// <summary>g + s·sign(w)</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L AddGradient<L>(L weights, L gradients)
        where L : struct, ILanes<L> =>
        L.Fma(L.Splat(Strength), L.Sign(weights), gradients);

    /// <summary>The soft threshold: sign(v)·max(|v| − α·s, 0)</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L ProximalStep<L>(L points, L rate)
        where L : struct, ILanes<L> =>
        L.Shrink(points, rate, Strength);
}
