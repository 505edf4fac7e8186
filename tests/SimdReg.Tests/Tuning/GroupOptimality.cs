using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>How far weights are from the conditions of an optimum of a sparse group lasso, from its definition, weight by weight.</summary>
/// <param name="groups">The indices of each group.</param>
/// <param name="l1Share">a</param>
/// <param name="scalesWithSize">Whether d is √size.</param>
/// <param name="penalised">The range of the penalised weights; all if null.</param>
internal sealed class GroupOptimality(int[][] groups, double l1Share, bool scalesWithSize, Range? penalised = null)
{
    /// <summary>Requires that a run converged, and that the conditions hold to 10⁻⁸ of the largest gradient at zero.</summary>
    public void AssertHolds(SmoothLoss loss, RegularizationPathPoint point)
    {
        double[] weights = [.. point.Weights];
        var scale = LinearModel.Gradient(loss, new double[weights.Length]).Max(Math.Abs);
        Assert.True(point.Report.IsConverged, point.Report.ToString());
        Assert.InRange(Violation(LinearModel.Gradient(loss, weights), weights, point.Strength), 0, 1e-8 * scale);
        Assert.Equal(groups.Count(group => group.Any(i => weights[i] != 0)), point.NonZeroGroupCount);
    }

    /// <summary>The largest violation of a condition.</summary>
    /// <remarks>
    /// A group of zeros: ‖soft(∇f_g, s·a)‖ ≤ s·(1 − a)·d. In others: ∇f + s·a·sign(w) + s·(1 − a)·d·w/‖w_g‖ = 0 at weights other than zero, and |∇f| ≤ s·a at zero.
    /// In no group: ∇f + s·a·sign(w) = 0, or |∇f| ≤ s·a.
    /// </remarks>
    public double Violation(double[] gradients, double[] weights, double strength)
    {
        var s1 = strength * l1Share;
        var (offset, length) = (penalised ?? Range.All).GetOffsetAndLength(weights.Length);
        HashSet<int> rest = [.. Enumerable.Range(0, weights.Length)];
        var largest = 0.0;
        foreach (var group in groups)
        {
            rest.ExceptWith(group);
            var s2 = Factor(group.Length) * strength;
            var norm = Math.Sqrt(group.Sum(i => weights[i] * weights[i]));
            largest = Math.Max(largest, norm == 0
                ? Soft(gradients, group, s1) - s2
                : group.Max(i => Single(gradients[i] + (s2 * weights[i] / norm), weights[i], s1)));
        }

        return rest.Aggregate(largest, (sofar, i) => Math.Max(sofar, Single(gradients[i], weights[i], i >= offset && i < offset + length ? s1 : 0)));
    }

    /// <summary>The smallest strength at which all groups of zeros stay zero, by bisection.</summary>
    public double Largest(double[] gradients)
    {
        var (low, high) = (0.0, 1.0);
        while (!AllStay(high))
        {
            high *= 2;
        }

        for (var i = 0; i < 200; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = AllStay(middle) ? (low, middle) : (middle, high);
        }

        return high;

        bool AllStay(double strength) => groups.All(group => Soft(gradients, group, strength * l1Share) <= Factor(group.Length) * strength);
    }

    private static double Soft(double[] gradients, int[] group, double threshold) =>
        Math.Sqrt(group.Sum(i => Math.Pow(Math.Max(Math.Abs(gradients[i]) - threshold, 0), 2)));

    private static double Single(double slope, double weight, double l1Strength) =>
        weight == 0 ? Math.Max(Math.Abs(slope) - l1Strength, 0) : Math.Abs(slope + (l1Strength * Math.Sign(weight)));

    private double Factor(int size) => (1 - l1Share) * (scalesWithSize ? Math.Sqrt(size) : 1);
}
