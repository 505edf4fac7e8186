using System.ComponentModel;
using System.Text.Json.Serialization;

namespace SimdReg;

/// <summary>The max-norm constraint: ‖w‖ ≤ c for each group. A group outside is scaled to the norm c, rounded to the type of the weights; one inside is left alone.</summary>
/// <remarks>
/// <c>new MaxNorm(c).Over(WeightGroups.Rows(n))</c> bounds each row. As a penalty it charges 0 inside and +∞ outside, so its mode is proximal; as a constraint,
/// <c>penalty.Within(…)</c>, it joins any penalty and mode. Source: Srebro, Rennie and Jaakkola, "Maximum-Margin Matrix Factorization", NIPS 2004; for networks, Hinton and others,
/// "Improving Neural Networks by Preventing Co-Adaptation of Feature Detectors", 2012.
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct MaxNorm : IGroupPenalty
{
    /// <summary>Not supported: the bound would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the bound: new MaxNorm(bound).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public MaxNorm() => throw new NotSupportedException("Pass the bound: new MaxNorm(bound).");

    /// <summary>Creates the constraint ‖w‖ ≤ c.</summary>
    /// <param name="bound">c, the largest norm of a group: finite, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is NaN, negative or above the largest float.</exception>
    [JsonConstructor]
    public MaxNorm(double bound) => Bound = Guard.Parameter(bound);

    static bool IGroupPenalty.HasGradient => false;

    /// <summary>c, the largest norm of a group.</summary>
    [JsonInclude, JsonRequired]
    public double Bound { get; private init; }

    bool IGroupPenalty.IsZero => false;

    /// <summary>0 where ‖w‖ ≤ c, otherwise +∞. c, rounded to float, is inside too: a projection of floats ends there.</summary>
    /// <inheritdoc/>
    public double Value(double norm, int size) => double.IsNaN(norm) ? norm : norm <= Math.Max(Bound, (float)Bound) ? 0 : double.PositiveInfinity;

    /// <summary>0</summary>
    /// <inheritdoc/>
    public double Slope(double norm, int size) => 0;

    /// <summary>min(n, c)</summary>
    /// <inheritdoc/>
    public double ProximalStep(double norm, double rate, int size) => Math.Min(norm, Bound);
}
