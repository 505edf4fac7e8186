using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>The elastic net: p(w) = s₁·|w| + (s₂/2)·w², the sum of an L1 and an L2 penalty.</summary>
/// <remarks>
/// Source: Zou and Hastie, "Regularization and Variable Selection via the Elastic Net", Journal of the Royal
/// Statistical Society B, 2005.
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct ElasticNet : INormPenalty
{
    /// <summary>Not supported: every parameter would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new ElasticNet(l1Strength, l2Strength).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ElasticNet() => throw new NotSupportedException("Pass the parameters: new ElasticNet(l1Strength, l2Strength).");

    /// <summary>Creates the penalty s₁·Σ|w| + (s₂/2)·Σw².</summary>
    /// <param name="l1Strength">s₁, the strength of L1, the factor of Σ|w|: finite, at least 0.</param>
    /// <param name="l2Strength">s₂, the strength of L2, the factor of ½·Σw²: finite, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A strength is NaN, negative or above the largest float.</exception>
    public ElasticNet(double l1Strength, double l2Strength)
    {
        L1 = new L1(Guard.Parameter(l1Strength));
        L2 = new L2(Guard.Parameter(l2Strength));
    }

    /// <summary>Creates the sum of two penalties.</summary>
    /// <param name="l1">The L1 penalty, s₁·|w|.</param>
    /// <param name="l2">The L2 penalty, (s₂/2)·w².</param>
    [JsonConstructor]
    public ElasticNet(L1 l1, L2 l2)
    {
        L1 = l1;
        L2 = l2;
    }

    /// <summary>The L1 penalty, s₁·|w|.</summary>
    [JsonInclude, JsonRequired]
    public L1 L1 { get; private init; }

    /// <summary>The L2 penalty, (s₂/2)·w².</summary>
    [JsonInclude, JsonRequired]
    public L2 L2 { get; private init; }

    bool IPenalty.IsZero => L1.Strength == 0 && L2.Strength == 0;

    ElasticNet INormPenalty.Norms => this;

    /// <summary>Creates the penalty (λ₁/m)·Σ|w| + (λ₂/2m)·Σw².</summary>
    /// <param name="l1Lambda">λ₁, the L1 regularisation parameter: finite, at least 0.</param>
    /// <param name="l2Lambda">λ₂, the L2 regularisation parameter: finite, at least 0.</param>
    /// <param name="exampleCount">m, the number of training examples in the mean loss: at least 1.</param>
    /// <returns>The penalty, with strengths λ₁/m and λ₂/m.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range, or λ₁/m or λ₂/m is above the largest float.</exception>
    public static ElasticNet FromLambda(double l1Lambda, double l2Lambda, long exampleCount) =>
        new(Guard.StrengthOf(l1Lambda, exampleCount), Guard.StrengthOf(l2Lambda, exampleCount));

    /// <summary>s₁·|w| + (s₂/2)·w²</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value<L>(L weights)
        where L : struct, ILanes<L> =>
        L1.Value(weights) + L2.Value(weights);

    /// <summary>fma(s₂, w, g + s₁·sign(w))</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L AddGradient<L>(L weights, L gradients)
        where L : struct, ILanes<L> =>
        L2.AddGradient(weights, L1.AddGradient(weights, gradients));

    /// <summary>The soft threshold, then the shrinkage: sign(v)·max(|v| − α·s₁, 0) / (1 + α·s₂)</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L ProximalStep<L>(L points, L rate)
        where L : struct, ILanes<L> =>
        L2.ProximalStep(L1.ProximalStep(points, rate), rate);
}
