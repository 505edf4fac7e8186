using SimdReg.Tests.Support;
using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>Paths begin where the first weight appears, and hold an optimum for each strength.</summary>
public class RegularizationPathTests
{
    /// <summary>Where the lasso path of the diabetes data gains a weight: λ for columns of length 1, from R's lars and scikit-learn's lars_path.</summary>
    /// <remarks>After the last, a weight leaves again.</remarks>
    private static readonly double[] _knots =
        [2.14804, 2.01203, 1.02466, 0.715100, 0.294414, 0.200865, 0.156030, 0.0452065, 0.0123925, 0.0115140];

    private static readonly LinearModel _model = Diabetes.Standardised;

    [Fact]
    public void The_weights_appear_one_after_the_other_at_the_published_strengths()
    {
        for (var k = 0; k < _knots.Length; k++)
        {
            // Columns of variance 1 are √m times as long, and so are their products with the residual. Coordinate descent on
            // this file finds the last knot, the most sensitive one, 2e-4 lower: the published runs had features rounded by others.
            var knot = _knots[k] * Math.Sqrt(_model.ExampleCount);
            var path = RegularizationPath.Compute(_model.LeastSquares, 10, [knot * 1.0005, knot * 0.9995], s => new L1(s));

            Assert.True(path.IsConverged);
            Assert.Equal([k, k + 1], path.Points.Select(point => point.NonZeroCount));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    public void Every_point_of_the_path_is_an_optimum_and_as_near_as_a_millionth_to_that_of_coordinate_descent(double l1Share)
    {
        var path = RegularizationPath.ComputeElasticNet(_model.LeastSquares, 10, l1Share, count: 30);

        Assert.Equal(30, path.Points.Count);
        foreach (var point in path.Points)
        {
            var penalty = new ElasticNet(l1Share * point.Strength, (1 - l1Share) * point.Strength);
            Optimality.AssertHolds(_model, _model.LeastSquares, point.Weights.AsSpan(), penalty, point.Report);
            Optimality.AssertNear(_model.ElasticNet(penalty.L1.Strength, penalty.L2.Strength), point.Weights.AsSpan());
            Assert.Equal(WeightSums.Measure(point.Weights.AsSpan()).NonZeroCount, point.NonZeroCount);
        }
    }

    [Fact]
    public void The_strengths_go_down_by_the_same_factor_from_where_all_weights_are_zero()
    {
        var path = RegularizationPath.ComputeElasticNet(_model.LeastSquares, 10, count: 4, ratio: 1e-3);

        var largest = RegularizationPath.LargestStrength(_model.LeastSquares, 10);
        Assert.Equal((largest, largest * 1e-3), (path.Points[0].Strength, path.Points[3].Strength));

        // Six digits: half a unit in the last is at most 5e-6 of the number, and roots and products add some 1e-15.
        Assert.Equal(0.1, path.Points[1].Strength / largest, 0.1 * 5.0001e-6);
        Assert.Equal(0.01, path.Points[2].Strength / largest, 0.01 * 5.0001e-6);
        Assert.Equal(0, path.Points[0].NonZeroCount);
    }

    [Fact]
    public void A_path_with_an_intercept_begins_with_it_alone()
    {
        var model = (_model with { Target = Diabetes.Progression }).WithIntercept();

        var path = RegularizationPath.ComputeElasticNet(model.LeastSquares, 11, count: 10, solver: new() { Penalized = ..^1 });

        Assert.Equal(0, path.Points[0].NonZeroCount);
        Assert.Equal(Diabetes.Progression.Average(), path.Points[0].Weights[10], 1e-6);
        foreach (var point in path.Points)
        {
            Optimality.AssertHolds(model, model.LeastSquares, point.Weights.AsSpan(), new ElasticNet(point.Strength, 0), point.Report, ..^1);
            Assert.Equal(WeightSums.Measure(point.Weights.AsSpan()[..10]).NonZeroCount, point.NonZeroCount);
        }
    }

    [Fact]
    public void A_path_begins_without_a_weight_where_features_are_far_from_zero()
    {
        // Where the intercept is off, the slopes of these features are off a thousand times as far.
        var model = (_model with
        {
            Features = [.. _model.Features.Select(feature => feature.Select(x => x + 1000).ToArray())],
            Target = [.. _model.Target.Select(y => y > 0 ? 1.0 : -1)],
        }).WithIntercept();

        var path = RegularizationPath.ComputeElasticNet(model.Logistic, 11, count: 2, ratio: 0.9, solver: new() { Penalized = ..^1, MaxIterations = 100 });

        Assert.True(path.Points[0].Report.IsConverged, path.Points[0].Report.ToString());
        Assert.Equal(0, path.Points[0].NonZeroCount);
    }

    [Fact]
    public void A_path_of_the_logistic_loss_meets_the_conditions_of_an_optimum()
    {
        var model = (_model with { Target = [.. _model.Target.Select(y => y > 0 ? 1.0 : -1)] }).WithIntercept();

        var path = RegularizationPath.ComputeElasticNet(model.Logistic, 11, l1Share: 0.9, count: 10, ratio: 0.01, new() { Penalized = ..^1 });

        Assert.Equal(0, path.Points[0].NonZeroCount);
        foreach (var point in path.Points)
        {
            var penalty = new ElasticNet(0.9 * point.Strength, (1 - 0.9) * point.Strength);
            Optimality.AssertHolds(model, model.Logistic, point.Weights.AsSpan(), penalty, point.Report, ..^1);
        }
    }

    [Fact]
    public void Warm_starts_ask_the_loss_less_often_than_cold_ones()
    {
        var path = RegularizationPath.ComputeElasticNet(_model.LeastSquares, 10, count: 50);

        var cold = path.Points.Sum(point => new ProximalGradient().Minimize(_model.LeastSquares, new double[10], new L1(point.Strength)).Evaluations);

        Assert.InRange(path.Points.Sum(point => point.Report.Evaluations), 50, cold - 1);
    }

    [Fact]
    public void Ridge_regression_and_a_penalty_of_ones_own_follow_given_strengths()
    {
        double[] strengths = [100, 1, 0.01];

        var ridge = RegularizationPath.Compute(_model.LeastSquares, 10, strengths, s => new L2(s));
        var deadZone = RegularizationPath.Compute(_model.LeastSquares, 10, strengths, s => new DeadZone(s, 5));

        Assert.Equal(strengths, ridge.Points.Select(point => point.Strength));
        Assert.All(ridge.Points, point => Optimality.AssertNear(_model.Ridge(point.Strength), point.Weights.AsSpan()));
        Assert.True(deadZone.IsConverged);
    }

    [Fact]
    public void A_point_without_convergence_is_told_by_its_report_and_by_the_path()
    {
        var path = RegularizationPath.Compute(_model.LeastSquares, 10, [1000, 1], s => new L1(s), new() { MaxIterations = 2 });

        Assert.Equal([true, false], path.Points.Select(point => point.Report.IsConverged));
        Assert.False(path.IsConverged);
    }

    [Fact]
    public void Progress_is_told_of_each_point_in_turn()
    {
        List<RegularizationPathPoint> told = [];

        var path = RegularizationPath.Compute(_model.LeastSquares, 10, [10, 5, 1], s => new L1(s), progress: new Reports<RegularizationPathPoint>(told.Add));

        Assert.Equal(path.Points, told);
    }

    [Fact]
    public void What_progress_throws_ends_the_path()
    {
        var count = 0;
        var progress = new Reports<RegularizationPathPoint>(_ => throw new InvalidDataException($"The disk is full: {++count}."));

        Assert.Throws<InvalidDataException>(() => RegularizationPath.Compute(_model.LeastSquares, 10, [10, 5], s => new L1(s), progress: progress));

        Assert.Equal(1, count);
    }
}
