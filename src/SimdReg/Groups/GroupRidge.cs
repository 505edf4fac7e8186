using System.ComponentModel;
using System.Text.Json.Serialization;

namespace SimdReg;

/// <summary>Ridge on groups: φ(‖w‖) = (s·d/2)·‖w‖² for each group. With d = √size it shrinks larger groups more; with d = 1 it is <see cref="L2"/>.</summary>
/// <remarks>A proximal step divides a group by 1 + r·s·d: no group becomes zero. Source: Hoerl and Kennard, "Ridge Regression", Technometrics, 1970; the factor d as in the group lasso.</remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct GroupRidge : IGroupPenalty
{
    /// <summary>Not supported: every parameter would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new GroupRidge(strength).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public GroupRidge() => throw new NotSupportedException("Pass the parameters: new GroupRidge(strength).");

    /// <summary>Creates the penalty (s/2)·Σ d·‖w‖² over the groups.</summary>
    /// <param name="strength">s = λ/m, the factor of ½·‖w‖²: finite, at least 0.</param>
    /// <param name="scalesWithSize">Whether d is √size; otherwise d is 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="strength"/> is NaN, negative or above the largest float.</exception>
    [JsonConstructor]
    public GroupRidge(double strength, bool scalesWithSize = false)
    {
        Strength = Guard.Parameter(strength);
        ScalesWithSize = scalesWithSize;
    }

    /// <summary>s, the strength: the factor of ½·‖w‖².</summary>
    [JsonInclude, JsonRequired]
    public double Strength { get; private init; }

    /// <summary>Whether d is √size instead of 1.</summary>
    public bool ScalesWithSize { get; }

    bool IGroupPenalty.IsZero => Strength == 0;

    /// <summary>(s·d/2)·‖w‖²</summary>
    /// <inheritdoc/>
    public double Value(double norm, int size) => double.IsFinite(norm) ? Slope(norm, size) / 2 * norm : norm;

    /// <summary>s·d·‖w‖</summary>
    /// <inheritdoc/>
    public double Slope(double norm, int size) => (ScalesWithSize ? Strength * Math.Sqrt(size) : Strength) * norm;

    /// <summary>n / (1 + r·s·d)</summary>
    /// <inheritdoc/>
    public double ProximalStep(double norm, double rate, int size) => norm / (1 + (rate * Slope(1, size)));
}
