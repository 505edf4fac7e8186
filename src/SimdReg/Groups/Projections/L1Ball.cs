using System.ComponentModel;
using System.Numerics;
using System.Text.Json.Serialization;
using SimdReg.Groups;

namespace SimdReg;

/// <summary>The L1 ball: Σ|w| ≤ r.</summary>
/// <remarks>
/// <para>
/// The nearest point of the ball is w ← sign(w)·max(|w| − τ, 0), with the threshold τ at which the magnitudes add up to r: the small weights become
/// zero. τ is found without sorting, in a few passes over the weights.
/// </para>
/// <para>
/// Weights are inside if Σ|w|, correctly rounded, is at most r, rounded to their type. τ is computed in twice the precision of <see langword="double"/> and
/// each weight rounded twice. If these roundings move the sum above r, one weight takes the difference. A weight may become subnormal.
/// </para>
/// <para>
/// A NaN weight makes all weights NaN. An infinite one becomes NaN, and the finite ones become 0.
/// </para>
/// <para>
/// Sources: Duchi, Shalev-Shwartz, Singer and Chandra, "Efficient projections onto the l1-ball for learning in high dimensions", ICML 2008; Condat, "Fast
/// projection onto the simplex and the l1 ball", Mathematical Programming, 2016.
/// </para>
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct L1Ball : IConstraint
{
    /// <summary>Not supported: the radius would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new L1Ball(radius).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public L1Ball() => throw new NotSupportedException("Pass the parameters: new L1Ball(radius).");

    /// <summary>Creates the ball Σ|w| ≤ r.</summary>
    /// <param name="radius">r: finite, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="radius"/> is NaN, negative or above the largest float.</exception>
    [JsonConstructor]
    public L1Ball(double radius) => Radius = Guard.Parameter(radius);

    /// <summary>r, the largest Σ|w|.</summary>
    [JsonInclude, JsonRequired]
    public double Radius { get; private init; }

    /// <summary>w ← sign(w)·max(|w| − τ, 0) with Σ|w| = r, or w if Σ|w| ≤ r.</summary>
    /// <inheritdoc/>
    public void Project<T>(Span<T> weights, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ThresholdProjection.Run<T, MagnitudeKey>(weights, Radius, maxDegreeOfParallelism);
}
