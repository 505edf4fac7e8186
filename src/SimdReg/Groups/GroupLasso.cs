using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace SimdReg;

/// <summary>The group lasso: φ(‖w‖) = s·d·‖w‖ for each group, which makes whole groups exactly zero. d is 1, or √size.</summary>
/// <remarks>
/// A proximal step at a rate r shortens a group by r·s·d; a group no longer than that becomes zero. Source: Yuan and Lin, "Model Selection and Estimation in Regression
/// with Grouped Variables", Journal of the Royal Statistical Society B, 2006, where d = √size.
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct GroupLasso : IGroupPenalty
{
    /// <summary>Not supported: every parameter would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new GroupLasso(strength).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public GroupLasso() => throw new NotSupportedException("Pass the parameters: new GroupLasso(strength).");

    /// <summary>Creates the penalty s·Σ d·‖w‖ over the groups.</summary>
    /// <param name="strength">s = λ/m, the factor of the norms: finite, at least 0.</param>
    /// <param name="scalesWithSize">Whether d is √size, so that groups of every size are as likely to become zero; otherwise d is 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="strength"/> is NaN, negative or above the largest float.</exception>
    [JsonConstructor]
    public GroupLasso(double strength, bool scalesWithSize = false)
    {
        Strength = Guard.Parameter(strength);
        ScalesWithSize = scalesWithSize;
    }

    /// <summary>s, the strength: the factor of the norms.</summary>
    [JsonInclude, JsonRequired]
    public double Strength { get; private init; }

    /// <summary>Whether d is √size instead of 1.</summary>
    public bool ScalesWithSize { get; }

    bool IGroupPenalty.IsZero => Strength == 0;

    /// <summary>s·d·‖w‖</summary>
    /// <inheritdoc/>
    public double Value(double norm, int size) => double.IsFinite(norm) ? Slope(norm, size) * norm : norm;

    /// <summary>s·d</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Slope(double norm, int size) => ScalesWithSize ? Strength * Math.Sqrt(size) : Strength;

    /// <summary>max(n − r·s·d, 0)</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double ProximalStep(double norm, double rate, int size) => Math.Max(norm - (rate * Slope(norm, size)), 0);
}
