using System.Text.Json;
using SimdReg.Tests.Support;
using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>Weights recorded from scikit-learn itself (README.md) are ours at the converted strength.</summary>
/// <remarks>
/// A millionth of the largest weight is what its stopping allows. Its coordinate descent ends at a duality gap of at most
/// tol·‖y‖²/m = 6e-13, and the objective curves by 0.0086, the smallest eigenvalue of XᵀX/m, or more: √(2 · 6e-13 / 0.0086) = 1.2e-5,
/// and the largest weight is 22.6, or with s₂ = 2 beside it 8e-7 of 9.1. Its saga ends where a pass over the data moves no weight by
/// more than 1e-13 of the largest. Ridge it solves directly.
/// </remarks>
public class ScikitLearnTests
{
    private static readonly LinearModel _model = Diabetes.Standardised;

    [Fact]
    public void The_lasso_has_our_weights() =>
        AssertFound("Lasso(alpha=10,", _model, _model.LeastSquares, new(10, 0), Range.All);

    [Fact]
    public void Ridge_has_our_weights() =>
        AssertFound("Ridge(alpha=442,", _model, _model.LeastSquares, new(0, 442.0 / 442), Range.All);

    [Fact]
    public void The_elastic_net_has_our_weights() =>
        AssertFound("ElasticNet(alpha=10, l1_ratio=0.8,", _model, _model.LeastSquares, new(10 * 0.8, 10 * 0.2), Range.All);

    [Fact]
    public void Logistic_regression_has_our_weights_and_intercept()
    {
        var classes = (_model with { Target = [.. _model.Target.Select(y => y > 0 ? 1.0 : -1)] }).WithIntercept();

        AssertFound(
            "LogisticRegression(penalty=\"elasticnet\", solver=\"saga\", C=0.1, l1_ratio=0.5,",
            classes, classes.Logistic, new(0.5 / (0.1 * 442), 0.5 / (0.1 * 442)), ..^1);
    }

    private static void AssertFound(string call, LinearModel model, SmoothLoss loss, ElasticNet penalty, Range penalised)
    {
        var weights = new double[model.WeightCount];

        var report = new ProximalGradient { Penalized = penalised }.Minimize(loss, weights, penalty);

        Assert.True(report.IsConverged, report.ToString());
        var theirs = Recorded(call);
        Optimality.AssertNear(theirs, weights);
        Assert.Equal(theirs.Select(weight => weight == 0), weights.Select(weight => weight == 0));
    }

    private static double[] Recorded(string call)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Repository.PathTo("tests/SimdReg.Tests/Tuning/scikit-learn.json")));
        var run = document.RootElement.GetProperty("runs").EnumerateArray()
            .Single(run => run.GetProperty("call").GetString()!.StartsWith(call, StringComparison.Ordinal));
        return [.. run.GetProperty("weights").EnumerateArray().Select(weight => weight.GetDouble())];
    }
}
