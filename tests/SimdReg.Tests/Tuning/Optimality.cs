using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>How far weights are from the conditions of an optimum.</summary>
internal static class Optimality
{
    /// <summary>The distance of 0 from ∇f(w) + s₁·∂|w| + s₂·w, at the weight where it is largest.</summary>
    /// <remarks>At a weight of zero ∂|w| is [−1, 1], else sign(w).</remarks>
    public static double Violation(SmoothLoss loss, ReadOnlySpan<double> weights, ElasticNet penalty, Range? penalised = null)
    {
        var gradients = LinearModel.Gradient(loss, weights);
        var (offset, length) = (penalised ?? Range.All).GetOffsetAndLength(weights.Length);
        var largest = 0.0;
        for (var j = 0; j < weights.Length; j++)
        {
            var (s1, s2) = j >= offset && j < offset + length ? (penalty.L1.Strength, penalty.L2.Strength) : (0, 0);
            var smooth = gradients[j] + (s2 * weights[j]);
            var violation = weights[j] == 0 ? Math.Max(Math.Abs(smooth) - s1, 0) : Math.Abs(smooth + (s1 * Math.Sign(weights[j])));
            largest = Math.Max(largest, violation);
        }

        return largest;
    }

    /// <summary>Requires that the run converged, and that the conditions hold as well as it says, but for what computing them may be off by.</summary>
    public static void AssertHolds(
        LinearModel model, SmoothLoss loss, ReadOnlySpan<double> weights, ElasticNet penalty, ProximalGradientReport report, Range? penalised = null)
    {
        Assert.True(report.IsConverged, report.ToString());
        Assert.InRange(report.Residual, 0, report.ResidualBound);
        Assert.InRange(Violation(loss, weights, penalty, penalised), 0, report.Residual + model.GradientError(weights));
    }

    /// <summary>Requires each weight to be within a millionth of the largest.</summary>
    public static void AssertNear(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance = 1e-6)
    {
        Assert.Equal(expected.Length, actual.Length);
        var scale = 0.0;
        foreach (var weight in expected)
        {
            scale = Math.Max(scale, Math.Abs(weight));
        }

        for (var j = 0; j < expected.Length; j++)
        {
            Assert.InRange(actual[j] - expected[j], -tolerance * scale, tolerance * scale);
        }
    }
}
