using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>The solver takes penalties with structure: factors, sets and groups.</summary>
public class StructuredSolverTests
{
    private static readonly LinearModel _model = Diabetes.Standardised;

    [Fact]
    public void Factors_of_a_lasso_scale_the_strength_of_each_weight_and_free_one()
    {
        double[] factors = [1, 0, 2, 0.5, 4, 1, 8, 1, 0.25, 3];
        var model = (_model with { Target = Diabetes.Progression }).WithIntercept();
        var weights = new double[11];

        var report = new ProximalGradient { Penalized = ..^1 }.Minimize(model.LeastSquares, weights, new L1(10).WithFactors(factors));

        Assert.True(report.IsConverged, report.ToString());
        var gradients = LinearModel.Gradient(model.LeastSquares, weights);
        var tolerance = report.Residual + model.GradientError(weights);
        for (var j = 0; j < 11; j++)
        {
            var strength = j == 10 ? 0 : 10 * factors[j];
            Assert.InRange(Math.Abs(gradients[j] + (strength * Math.Sign(weights[j]))), 0, tolerance + (weights[j] == 0 ? strength : 0));
        }

        Assert.NotEqual(0, weights[1]);
        Assert.Contains(0, weights);
    }

    [Fact]
    public void In_a_ball_the_gradient_points_along_the_weights_and_inside_there_is_none()
    {
        const double Bound = 20;
        double[] weights = [.. Enumerable.Repeat(100.0, 10)];

        var report = new ProximalGradient().Minimize(_model.LeastSquares, weights, new MaxNorm(Bound).Over(WeightGroups.Rows(2)));

        Assert.True(report.IsConverged, report.ToString());
        Assert.True(report.IsPenaltyConvex);
        Assert.Equal(double.PositiveInfinity, report.StartObjective);
        Assert.Equal(_model.LeastSquares(weights, new double[10]), report.Objective, 1e-12 * report.Objective);
        var gradients = LinearModel.Gradient(_model.LeastSquares, weights);
        var tolerance = (2 * report.ResidualBound) + _model.GradientError(weights);
        var onBound = 0;
        for (var j = 0; j < 10; j += 2)
        {
            var norm = Math.Sqrt((weights[j] * weights[j]) + (weights[j + 1] * weights[j + 1]));
            Assert.InRange(norm, 0, Bound * (1 + 1e-15));
            var isOnBound = norm > Bound * (1 - 1e-12);
            var multiplier = isOnBound ? -((gradients[j] * weights[j]) + (gradients[j + 1] * weights[j + 1])) / (norm * norm) : 0;
            Assert.InRange(multiplier, 0, double.MaxValue);
            Assert.InRange(gradients[j] + (multiplier * weights[j]), -tolerance, tolerance);
            Assert.InRange(gradients[j + 1] + (multiplier * weights[j + 1]), -tolerance, tolerance);
            onBound += isOnBound ? 1 : 0;
        }

        Assert.InRange(onBound, 1, 4);
    }

    [Fact]
    public void A_lasso_within_a_ball_is_the_optimum_of_both()
    {
        // The proximal step of L1 and then that of a ball is the proximal step of both.
        var (bound, strength) = (30.0, 5.0);
        var weights = new double[10];

        var report = new ProximalGradient().Minimize(_model.LeastSquares, weights, new L1(strength).Within(new MaxNorm(bound).Over(WeightGroups.All)));

        Assert.True(report.IsConverged, report.ToString());
        var gradients = LinearModel.Gradient(_model.LeastSquares, weights);
        Assert.Equal(bound, Math.Sqrt(weights.Sum(w => w * w)), bound * 1e-14);
        var multiplier = -weights.Zip(gradients, (w, g) => (w * g) + (strength * Math.Abs(w))).Sum() / (bound * bound);
        Assert.InRange(multiplier, 1e-3, double.MaxValue);
        double[] bent = [.. gradients.Zip(weights, (g, w) => g + (multiplier * w))];

        // The multiplier is a mean of up to ten residuals, times a weight of at most the bound.
        Assert.InRange(new GroupOptimality([], 1, false).Violation(bent, weights, strength), 0, 11 * (report.ResidualBound + _model.GradientError(weights)));
    }

    [Fact]
    public void Structure_that_does_not_fit_the_penalised_weights_is_refused_before_the_loss_is_asked()
    {
        double[] weights = [.. Enumerable.Repeat(1.0, 10)];
        var solver = new ProximalGradient { Penalized = ..^1 };

        var rows = Assert.Throws<ArgumentException>(() => solver.Minimize(NotAsked, weights, new GroupLasso(1).Over(WeightGroups.Rows(5))));
        var factors = Assert.Throws<ArgumentException>(() => solver.Minimize(NotAsked, weights, new L1(1).WithFactors(new double[10])));
        var path = Assert.Throws<ArgumentException>(() => RegularizationPath.Compute(NotAsked, 10, [1], s => new GroupLasso(s).Over(WeightGroups.Rows(3))));

        Assert.Equal(("penalty", "penalty", "penalty"), (rows.ParamName, factors.ParamName, path.ParamName));
        Assert.StartsWith("penalty does not fit the penalised weights: Penalized is 0..^1, which selects 9 of 10. There are 9 weights, and the groups are rows of 5", rows.Message, StringComparison.Ordinal);
        Assert.Contains("which selects 9 of 10. There are 9 weights and 10 factors", factors.Message, StringComparison.Ordinal);
        Assert.All(weights, weight => Assert.Equal(1, weight));
    }

    [Fact]
    public void A_group_path_refuses_groups_and_shares_by_name_value_and_rule()
    {
        var groups = WeightGroups.Rows(5);
        Assert.All(Calls(groups, -0.1), call => AssertShare(call, -0.1));
        Assert.All(Calls(groups, 1.1), call => AssertShare(call, 1.1));
        Assert.All(Calls(groups, double.NaN), call => AssertShare(call, double.NaN));
        Assert.All(Calls(null!, 0), call => Assert.Equal("groups", Assert.Throws<ArgumentNullException>(call).ParamName));
        Assert.All(Calls(WeightGroups.Rows(3), 0), call => Assert.Equal("groups", Assert.Throws<ArgumentException>(call).ParamName));
        Assert.All(Calls(WeightGroups.FromIndices([10]), 0), call => Assert.Equal("groups", Assert.Throws<ArgumentException>(call).ParamName));
        Assert.All(Calls(WeightGroups.FromIndices([], []), 0), call => Assert.StartsWith("groups contain none of 10 weights", Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal));
        Assert.All(Calls(groups, 0, 0), call => Assert.Equal("weightCount", Assert.Throws<ArgumentOutOfRangeException>(call).ParamName));
        Assert.All(Calls(groups, 0, 10, 5..5), call => Assert.Equal("solver", Assert.Throws<ArgumentException>(call).ParamName));
        Assert.All(Calls(groups, 0, 10, ..11), call => Assert.Equal("solver", Assert.Throws<ArgumentException>(call).ParamName));
        Assert.Equal("loss", Assert.Throws<ArgumentNullException>(() => RegularizationPath.LargestGroupStrength(null!, 10, groups)).ParamName);
        Assert.Equal("loss", Assert.Throws<ArgumentNullException>(() => RegularizationPath.ComputeGroupLasso(null!, 10, groups)).ParamName);
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => RegularizationPath.ComputeGroupLasso(NotAsked, 10, groups, count: 1)).ParamName);
        Assert.Equal("ratio", Assert.Throws<ArgumentOutOfRangeException>(() => RegularizationPath.ComputeGroupLasso(NotAsked, 10, groups, ratio: 1)).ParamName);

        static void AssertShare(Action call, double share)
        {
            var exception = Assert.Throws<ArgumentOutOfRangeException>(call);
            Assert.Equal(("l1Share", share), (exception.ParamName, exception.ActualValue));
            Assert.StartsWith("l1Share must be at least 0 and at most 1.", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_loss_without_a_slope_at_zero_has_no_group_path()
    {
        var flat = (_model with { Target = new double[442] }).LeastSquares;

        Assert.Equal(0, RegularizationPath.LargestGroupStrength(flat, 10, WeightGroups.Rows(5), 0.5));
        Assert.Equal("loss", Assert.Throws<ArgumentException>(() => RegularizationPath.ComputeGroupLasso(flat, 10, WeightGroups.Rows(5))).ParamName);
    }

    private static Action[] Calls(WeightGroups groups, double l1Share, int weightCount = 10, Range? penalised = null)
    {
        var solver = new ProximalGradient { Penalized = penalised ?? Range.All };
        return
        [
            () => RegularizationPath.LargestGroupStrength(NotAsked, weightCount, groups, l1Share, solver: solver),
            () => RegularizationPath.ComputeGroupLasso(NotAsked, weightCount, groups, l1Share, solver: solver),
        ];
    }

    private static double NotAsked(ReadOnlySpan<double> weights, Span<double> gradients) => throw new InvalidOperationException("The loss was asked.");
}
