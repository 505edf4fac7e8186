using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>The solver finds optima, which others have found too, and which meet the conditions of one.</summary>
public class ProximalGradientTests
{
    private static readonly ProximalGradient _solver = new();

    [Theory]
    [InlineData(40, 0)]
    [InlineData(10, 0)]
    [InlineData(1, 0)]
    [InlineData(0.01, 0)]
    [InlineData(5, 0.5)]
    [InlineData(0.1, 0.001)]
    [InlineData(0, 1000)]
    [InlineData(0, 1)]
    [InlineData(0, 0.001)]
    [InlineData(0, 0)]
    public void The_weights_for_the_diabetes_data_are_those_of_coordinate_descent(double l1Strength, double l2Strength)
    {
        var model = Diabetes.Standardised;
        var penalty = new ElasticNet(l1Strength, l2Strength);
        var weights = new double[model.WeightCount];

        var report = _solver.Minimize(model.LeastSquares, weights, penalty);

        Optimality.AssertHolds(model, model.LeastSquares, weights, penalty, report);
        Optimality.AssertNear(model.ElasticNet(l1Strength, l2Strength), weights);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(4.4, 0)]
    [InlineData(4, 0.1)]
    public void The_model_of_the_65_features_of_the_quickstart_is_that_of_coordinate_descent(double l1Strength, double l2Strength)
    {
        var model = Diabetes.Quickstart;
        var penalty = new ElasticNet(l1Strength, l2Strength);
        var weights = new double[model.WeightCount];

        var report = _solver.Minimize(model.LeastSquares, weights, penalty);

        Optimality.AssertHolds(model, model.LeastSquares, weights, penalty, report);

        // Of sex there are two values, so that its square is the same feature again, and any split of a weight between the two does.
        Optimality.AssertNear(model.Scores(model.ElasticNet(l1Strength, l2Strength)), model.Scores(weights));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1)]
    [InlineData(0.01)]
    [InlineData(0)]
    public void Ridge_regression_is_what_a_direct_solution_gives(double strength)
    {
        var model = Diabetes.Standardised;
        var weights = new double[model.WeightCount];

        var report = _solver.Minimize(model.LeastSquares, weights, new L2(strength));

        Assert.True(report.IsConverged, report.ToString());
        Optimality.AssertNear(model.Ridge(strength), weights);
    }

    [Fact]
    public void Weights_that_the_optimum_has_at_zero_are_exactly_zero()
    {
        var model = Diabetes.Standardised;
        var weights = new double[model.WeightCount];

        _solver.Minimize(model.LeastSquares, weights, new L1(10));

        var expected = model.ElasticNet(10, 0);
        Assert.Equal(expected.Select(weight => weight == 0), weights.Select(weight => weight == 0));
        Assert.Equal(6, weights.Count(weight => weight == 0));
    }

    [Fact]
    public void An_intercept_takes_up_the_mean_and_is_not_shrunk()
    {
        var model = (Diabetes.Standardised with { Target = Diabetes.Progression }).WithIntercept();
        var solver = new ProximalGradient { Penalized = ..^1 };
        var weights = new double[model.WeightCount];

        var report = solver.Minimize(model.LeastSquares, weights, new L1(10));

        Optimality.AssertHolds(model, model.LeastSquares, weights, new ElasticNet(10, 0), report, ..^1);
        Optimality.AssertNear([.. Diabetes.Standardised.ElasticNet(10, 0), Diabetes.Progression.Average()], weights);
    }

    [Fact]
    public void The_penalised_weights_may_lie_anywhere()
    {
        var model = Diabetes.Standardised;
        var solver = new ProximalGradient { Penalized = 3..7 };
        var weights = new double[model.WeightCount];
        var penalty = new ElasticNet(1e3, 0);

        var report = solver.Minimize(model.LeastSquares, weights, penalty);

        Optimality.AssertHolds(model, model.LeastSquares, weights, penalty, report, 3..7);
        Assert.Equal(Enumerable.Range(0, 10).Select(j => j is >= 3 and < 7), weights.Select(weight => weight == 0));
    }

    [Theory]
    [InlineData(0.05, 0)]
    [InlineData(0.002, 0)]
    [InlineData(0.01, 0.01)]
    [InlineData(0, 0.01)]
    public void The_logistic_loss_meets_the_conditions_of_an_optimum(double l1Strength, double l2Strength)
    {
        var model = Diabetes.Standardised;
        model = model with { Target = [.. model.Target.Select(y => y > 0 ? 1.0 : -1)] };
        var penalty = new ElasticNet(l1Strength, l2Strength);
        var weights = new double[model.WeightCount];

        var report = _solver.Minimize(model.Logistic, weights, penalty);

        Optimality.AssertHolds(model, model.Logistic, weights, penalty, report);
        Assert.Contains(weights, weight => weight != 0);
    }

    [Fact]
    public void A_loss_that_is_infinite_a_step_away_is_minimised_all_the_same()
    {
        // From weights of zero a step of 1 leads to exp(1e5).
        var model = new LinearModel([[100, -50, 30, 7], [1, 2, -3, 1]], [3000, 0, 2, 1]);
        var weights = new double[2];
        var penalty = new ElasticNet(0.1, 0.01);

        var report = _solver.Minimize(model.Poisson, weights, penalty);

        Optimality.AssertHolds(model with { Target = [6000, 6000, 6000, 6000] }, model.Poisson, weights, penalty, report);
    }

    [Fact]
    public void Hubers_penalty_is_minimised()
    {
        var model = Diabetes.Standardised;
        var huber = new Huber(2, 5);
        var weights = new double[model.WeightCount];

        var report = _solver.Minimize(model.LeastSquares, weights, huber);

        Assert.True(report.IsConverged, report.ToString());
        var slopes = LinearModel.Gradient(model.LeastSquares, weights);
        Penalty.AddGradient(weights, slopes, huber);
        Assert.InRange(slopes.Max(Math.Abs), 0, report.ResidualBound + model.GradientError(weights));
        Assert.Contains(weights, weight => Math.Abs(weight) > huber.Delta);
    }
}
