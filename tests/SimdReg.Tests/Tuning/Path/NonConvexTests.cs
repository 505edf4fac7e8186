using SimdReg.Tests.Support;
using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>Under a penalty that is not convex the solver ends at a stationary point, and says so.</summary>
public class NonConvexTests
{
    private static readonly LinearModel _model = Diabetes.Standardised;

    // The loss curves by 0.0086 to 4.03, so that no γ here makes the objective convex. Steps are 1/8 and longer: at γ = 0.1 they are hard thresholds.
    [Theory]
    [InlineData(10, 3)]
    [InlineData(10, 1.1)]
    [InlineData(3, 0.5)]
    [InlineData(10, 0.1)]
    [InlineData(1, 20)]
    public void A_run_ends_at_a_stationary_point_and_its_report_says_so(double strength, double gamma)
    {
        var weights = new double[_model.WeightCount];

        var report = new ProximalGradient().Minimize(_model.LeastSquares, weights, new ConcavePenalty(strength, gamma));

        Assert.True(report.IsConverged, report.ToString());
        Assert.False(report.IsPenaltyConvex);
        Assert.StartsWith("Converged to a stationary point after ", report.ToString(), StringComparison.Ordinal);
        Assert.InRange(report.Objective, 0, report.StartObjective);
        Assert.Contains(weights, weight => weight != 0);
        AssertStationary(weights, strength, gamma, report.Residual);
    }

    [Fact]
    public void A_run_under_a_convex_penalty_says_that_too()
    {
        var report = new ProximalGradient().Minimize(_model.LeastSquares, new double[_model.WeightCount], new Huber(10, 1));

        Assert.True(report.IsPenaltyConvex);
        Assert.StartsWith("Converged after ", report.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 3)]
    [InlineData(3, 0.5)]
    [InlineData(1, 20)]
    public void The_objective_rises_in_no_iteration(double strength, double gamma)
    {
        var penalty = new ConcavePenalty(strength, gamma);
        double[] start = [.. Enumerable.Range(0, 10).Select(j => j % 2 == 0 ? 40.0 : -15)];
        double[] full = [.. start];
        var iterations = new ProximalGradient().Minimize(_model.LeastSquares, full, penalty).Iterations;
        Assert.InRange(iterations, 10, 5000);
        var before = double.PositiveInfinity;

        for (var limit = 1; limit <= Math.Min(iterations, 200); limit++)
        {
            double[] weights = [.. start];

            var report = new ProximalGradient { MaxIterations = limit }.Minimize(_model.LeastSquares, weights, penalty);

            // Rounding: the solver allows 1,024 ulp of the objective.
            Assert.InRange(report.Objective, 0, before * (1 + Math.ScaleB(1, -42)));
            before = Math.Min(before, report.Objective);
        }
    }

    [Fact]
    public void A_large_weight_is_not_shrunk_where_L1_shrinks_it()
    {
        double[] concave = [0], soft = [0];

        var bound = new ProximalGradient().Minimize(Parabola, concave, new ConcavePenalty(1, 2)).ResidualBound;
        new ProximalGradient().Minimize(Parabola, soft, new L1(1));

        // The residual is w − 3, and w − 3 + 1 under L1.
        Assert.Equal(3, concave[0], bound);
        Assert.Equal(2, soft[0], bound);

        static double Parabola(ReadOnlySpan<double> w, Span<double> gradients)
        {
            gradients[0] = w[0] - 3;
            return gradients[0] * gradients[0] / 2;
        }
    }

    [Fact]
    public void Every_point_of_a_path_is_stationary()
    {
        var largest = RegularizationPath.LargestStrength(_model.LeastSquares, 10);
        double[] strengths = [largest, largest / 2, largest / 10, largest / 100];

        var path = RegularizationPath.Compute(_model.LeastSquares, 10, strengths, s => new ConcavePenalty(s, 3));

        Assert.True(path.IsConverged);
        Assert.Equal(0, path.Points[0].NonZeroCount);
        Assert.All(path.Points, point => Assert.False(point.Report.IsPenaltyConvex));
        Assert.All(path.Points, point => AssertStationary([.. point.Weights], point.Strength, 3, point.Report.Residual));
    }

    [Fact]
    public void On_the_unit_sphere_a_quadratic_form_is_smallest_at_its_first_eigenvector()
    {
        // Σ λw²/2 with λ = 1, 2, 3: at a unit vector it is 1/2 or more.
        double[] asPenalty = [2, 2, -2], asConstraint = [.. asPenalty];
        var sphere = default(UnitNorm).Over(WeightGroups.All);

        var penalised = new ProximalGradient().Minimize(Form, asPenalty, sphere);
        var constrained = new ProximalGradient().Minimize(Form, asConstraint, default(None).Within(sphere));

        Assert.True(penalised.IsConverged && constrained.IsConverged, $"{penalised} {constrained}");
        Assert.False(penalised.IsPenaltyConvex || constrained.IsPenaltyConvex);
        Assert.Equal(double.PositiveInfinity, penalised.StartObjective);

        // The residual is (λ − 1)·|w| for the others, to first order, and λ − 1 is at least 1.
        Assert.All(asPenalty.Zip([1.0, 0, 0]), pair => Assert.Equal(pair.Second, pair.First, 2 * penalised.ResidualBound));
        Assert.Equal(0.5, penalised.Objective, 1e-12);
        Assert.Equal(asPenalty, asConstraint);

        static double Form(ReadOnlySpan<double> w, Span<double> gradients)
        {
            var sum = 0.0;
            for (var i = 0; i < w.Length; i++)
            {
                gradients[i] = (i + 1) * w[i];
                sum += gradients[i] * w[i] / 2;
            }

            return sum;
        }
    }

    /// <summary>∇f + p′(w) = 0 at weights other than zero, and |∇f| ≤ s at zero, up to the residual and the rounding of the gradients.</summary>
    private static void AssertStationary(double[] weights, double strength, double gamma, double residual)
    {
        var gradients = LinearModel.Gradient(_model.LeastSquares, weights);
        var tolerance = residual + _model.GradientError(weights);
        for (var j = 0; j < weights.Length; j++)
        {
            var slope = Math.Sign(weights[j]) * Math.Max(strength - (Math.Abs(weights[j]) / gamma), 0);
            Assert.InRange(Math.Abs(gradients[j] + slope), 0, tolerance + (weights[j] == 0 ? strength : 0));
        }
    }
}
