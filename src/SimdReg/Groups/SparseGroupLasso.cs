using System.ComponentModel;
using System.Text.Json.Serialization;

namespace SimdReg;

/// <summary>The sparse group lasso: p(w) = s₁·Σ|w| + s₂·Σ d·‖w_g‖, which makes groups zero, and single weights in the groups that remain.</summary>
/// <remarks>
/// Its proximal step is that of L1, the soft threshold, then that of the group lasso. Source: Simon, Friedman, Hastie and Tibshirani, "A Sparse-Group Lasso", Journal of
/// Computational and Graphical Statistics, 2013.
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct SparseGroupLasso
{
    /// <summary>Not supported: every parameter would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new SparseGroupLasso(l1Strength, groupStrength).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public SparseGroupLasso() => throw new NotSupportedException("Pass the parameters: new SparseGroupLasso(l1Strength, groupStrength).");

    /// <summary>Creates the penalty s₁·Σ|w| + s₂·Σ d·‖w_g‖.</summary>
    /// <param name="l1Strength">s₁, the factor of Σ|w|: finite, at least 0.</param>
    /// <param name="groupStrength">s₂, the factor of the norms: finite, at least 0.</param>
    /// <param name="scalesWithSize">Whether d is √size; otherwise d is 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A strength is NaN, negative or above the largest float.</exception>
    public SparseGroupLasso(double l1Strength, double groupStrength, bool scalesWithSize = false)
    {
        L1 = new(Guard.Parameter(l1Strength));
        Groups = new(Guard.Parameter(groupStrength), scalesWithSize);
    }

    /// <summary>Creates the sum of two penalties.</summary>
    /// <param name="l1">The penalty on each weight.</param>
    /// <param name="groups">The penalty on each group.</param>
    [JsonConstructor]
    public SparseGroupLasso(L1 l1, GroupLasso groups)
    {
        L1 = l1;
        Groups = groups;
    }

    /// <summary>The penalty on each weight, s₁·|w|.</summary>
    [JsonInclude, JsonRequired]
    public L1 L1 { get; private init; }

    /// <summary>The penalty on each group, s₂·d·‖w‖.</summary>
    [JsonInclude, JsonRequired]
    public GroupLasso Groups { get; private init; }

    /// <summary>Gives the penalty its groups.</summary>
    /// <param name="groups">The groups.</param>
    /// <returns>The penalty on weights that are divided so.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="groups"/> is null.</exception>
    public Grouped<GroupLasso, L1> Over(WeightGroups groups) => new(Groups, L1, groups);
}
