namespace SimdReg;

/// <summary>The unit-norm constraint: ‖w‖ = 1 for each group. Every group is scaled to the norm 1; a group of zeros stays zero, because all points of the sphere are equally near.</summary>
/// <remarks>
/// <c>new UnitNorm().Over(WeightGroups.Rows(n))</c> normalises each row. A group whose norm rounds to 1 is left alone. The set is not convex. Source: Salimans and Kingma,
/// "Weight Normalization", NIPS 2016, which separates the norm from the direction.
/// </remarks>
public readonly record struct UnitNorm : IGroupPenalty
{
    /// <inheritdoc/>
    public static bool HasGradient => false;

    /// <inheritdoc/>
    public static bool IsConvex => false;

    bool IGroupPenalty.IsZero => false;

    /// <summary>0 where ‖w‖ is 1 up to the rounding of a float, or 0; otherwise +∞</summary>
    /// <inheritdoc/>
    // After a projection the norm is off by the rounding of the weights: at most half a unit in the last place of each, relative to it.
    public double Value(double norm, int size) => double.IsNaN(norm) ? norm : norm == 0 || Math.Abs(norm - 1) <= 1.0 / (1 << 22) ? 0 : double.PositiveInfinity;

    /// <summary>0</summary>
    /// <inheritdoc/>
    public double Slope(double norm, int size) => 0;

    /// <summary>1, or 0 for a group of zeros</summary>
    /// <inheritdoc/>
    public double ProximalStep(double norm, double rate, int size) => norm == 0 || double.IsNaN(norm) ? norm : 1;
}
