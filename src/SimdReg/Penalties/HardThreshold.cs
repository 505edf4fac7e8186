using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>L0: p(w) = s·[w ≠ 0], a price for each weight that is not zero. Its proximal step is the hard threshold.</summary>
/// <remarks>
/// A weight is set to zero or left as it is, never shrunk. It has no gradient, so its only mode is the proximal. Not convex: a step ends at the global minimum of
/// its own objective, training at a local one.
/// Source: Blumensath and Davies, "Iterative Thresholding for Sparse Approximations", Journal of Fourier Analysis and Applications, 2008.
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct HardThreshold : IPenalty
{
    /// <summary>Not supported: every parameter would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new HardThreshold(strength).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public HardThreshold() => throw new NotSupportedException("Pass the parameters: new HardThreshold(strength).");

    /// <summary>Creates the penalty s·(number of nonzero weights).</summary>
    /// <param name="strength">s, the price of a weight: finite, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="strength"/> is NaN, negative or above the largest float.</exception>
    [JsonConstructor]
    public HardThreshold(double strength) => Strength = Guard.Parameter(strength);

    /// <summary>s, the strength: the price of a weight that is not zero.</summary>
    [JsonInclude, JsonRequired]
    public double Strength { get; private init; }

    static bool IPenalty.HasGradient => false;

    static bool IPenalty.IsConvex => false;

    bool IPenalty.IsZero => Strength == 0;

    /// <summary>Creates the penalty with the price λ/m.</summary>
    /// <param name="lambda">λ, the regularisation parameter: finite, at least 0.</param>
    /// <param name="exampleCount">m, the number of training examples in the mean loss: at least 1.</param>
    /// <returns>The penalty, with strength λ/m.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range, or λ/m is above the largest float.</exception>
    public static HardThreshold FromLambda(double lambda, long exampleCount) => new(Guard.StrengthOf(lambda, exampleCount));

    /// <summary>s, or 0 where w = 0; +∞ for an infinite weight, which is not hidden</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value<L>(L weights)
        where L : struct, ILanes<L>
    {
        var magnitude = L.Abs(weights);
        var price = L.SelectLess(L.Zero, magnitude, L.Splat(Strength), L.Zero);
        return L.SelectLess(magnitude, L.Splat(double.PositiveInfinity), price, magnitude);
    }

    /// <summary>g: there is no gradient, and no call of the library asks for one.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L AddGradient<L>(L weights, L gradients)
        where L : struct, ILanes<L> =>
        gradients;

    /// <summary>0 where |v| &lt; √(2·r·s), else v</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L ProximalStep<L>(L points, L rate)
        where L : struct, ILanes<L> =>
        L.SelectLess(L.Abs(points), L.Scale(L.Sqrt(rate), Math.Sqrt(2 * Strength)), L.Zero, points);
}
