using System.ComponentModel;
using System.Numerics;
using System.Text.Json.Serialization;
using SimdReg.Groups;

namespace SimdReg;

/// <summary>The simplex: w ≥ 0 and Σw = s. With s = 1, the weights are probabilities.</summary>
/// <remarks>
/// <para>
/// The nearest point is w ← max(w − τ, 0), with the threshold τ, of either sign, at which the weights add up to s. τ is found as for <see cref="L1Ball"/>.
/// </para>
/// <para>
/// Weights are inside if none is negative and Σw, correctly rounded, is s, rounded to their type. If the roundings of the projected weights move the sum, one
/// weight takes the difference. A weight may become subnormal. An empty span is left alone.
/// </para>
/// <para>
/// A NaN weight makes all weights NaN. A weight of +∞ becomes NaN, and all others become 0; −∞ becomes 0, or NaN if every weight is −∞.
/// </para>
/// <para>
/// Sources: Michelot, "A finite algorithm for finding the projection of a point onto the canonical simplex of Rⁿ", Journal of Optimization Theory and
/// Applications, 1986; Condat, "Fast projection onto the simplex and the l1 ball", Mathematical Programming, 2016.
/// </para>
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct Simplex : IConstraint
{
    /// <summary>Not supported: the total would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new Simplex(total).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Simplex() => throw new NotSupportedException("Pass the parameters: new Simplex(total).");

    /// <summary>Creates the simplex w ≥ 0, Σw = s.</summary>
    /// <param name="total">s: finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="total"/> is NaN, below the smallest normal float or above the largest.</exception>
    [JsonConstructor]
    public Simplex(double total) => Total = Guard.Positive(total);

    /// <summary>s, the sum of the weights.</summary>
    [JsonInclude, JsonRequired]
    public double Total { get; private init; }

    /// <summary>w ← max(w − τ, 0) with Σw = s.</summary>
    /// <inheritdoc/>
    public void Project<T>(Span<T> weights, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ThresholdProjection.Run<T, SignedKey>(weights, Total, maxDegreeOfParallelism);
}
