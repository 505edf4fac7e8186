using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>L2, ridge or weight decay: p(w) = (s/2)·w², whose gradient is proportional to the weight.</summary>
/// <remarks>
/// Its gradient is s·w, so s is <c>weight_decay</c> in PyTorch. Keras' <c>L2(l)</c> is l·Σw², so s = 2l.
/// Source: Hoerl and Kennard, "Ridge Regression", Technometrics, 1970.
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct L2 : INormPenalty
{
    /// <summary>Not supported: every parameter would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new L2(strength).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public L2() => throw new NotSupportedException("Pass the parameters: new L2(strength).");

    /// <summary>Creates the penalty (s/2)·Σw².</summary>
    /// <param name="strength">s = λ/m, the factor of ½·Σw²: finite, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="strength"/> is NaN, negative or above the largest float.</exception>
    [JsonConstructor]
    public L2(double strength) => Strength = Guard.Parameter(strength);

    /// <summary>s, the strength: the factor of ½·Σw².</summary>
    [JsonInclude, JsonRequired]
    public double Strength { get; private init; } // Set by the constructor: JsonRequired asks for an accessor.

    bool IPenalty.IsZero => Strength == 0;

    ElasticNet INormPenalty.Norms => new(default, this);

    /// <summary>Creates the penalty (λ/2m)·Σw².</summary>
    /// <param name="lambda">λ, the regularisation parameter: finite, at least 0.</param>
    /// <param name="exampleCount">m, the number of training examples in the mean loss: at least 1.</param>
    /// <returns>The penalty, with strength λ/m.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range, or λ/m is above the largest float.</exception>
    public static L2 FromLambda(double lambda, long exampleCount) => new(Guard.StrengthOf(lambda, exampleCount));

    /// <summary>(s/2)·w²</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value<L>(L weights)
        where L : struct, ILanes<L> =>
        L.Splat(Strength / 2) * (weights * weights);

    /// <summary>fma(s, w, g) = g + s·w</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L AddGradient<L>(L weights, L gradients)
        where L : struct, ILanes<L> =>
        L.Fma(L.Splat(Strength), weights, gradients);

    /// <summary>v / fma(α, s, 1) = v / (1 + α·s)</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L ProximalStep<L>(L points, L rate)
        where L : struct, ILanes<L> =>
        points / L.Fma(rate, L.Splat(Strength), L.Splat(1));
}
