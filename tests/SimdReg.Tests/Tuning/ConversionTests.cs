using System.Globalization;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;
using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>docs/conversion.md: each of its lines comes from two minimisers or two steps, theirs in their own convention and ours, that agree.</summary>
public class ConversionTests
{
    private static readonly LinearModel _model = Diabetes.Standardised;
    private static readonly int _m = _model.ExampleCount;
    private static readonly double _deviation = Math.Sqrt(_model.Target.Average(y => y * y));

    /// <summary>Whether the disease goes farther than on average, with an intercept.</summary>
    private static readonly LinearModel _classes = (_model with { Target = [.. _model.Target.Select(y => y > 0 ? 1.0 : -1)] }).WithIntercept();

    /// <summary>What they call it, what it is here, and the factors of ‖y − Xw‖², ‖w‖₁ and ‖w‖² in what they minimise.</summary>
    private static readonly (string There, string Here, ElasticNet Penalty, double Loss, double L1, double L2)[] _regressions =
    [
        ("scikit-learn, `Lasso(alpha=10)`", "new L1(10)", new(10, 0), 1.0 / (2 * _m), 10, 0),
        ("scikit-learn, `Ridge(alpha=442)`", "new L2(442.0 / 442)", new(0, 442.0 / 442), 1, 0, 442),
        ("scikit-learn, `ElasticNet(alpha=10, l1_ratio=0.8)`", "new ElasticNet(10 * 0.8, 10 * 0.2)", new(10 * 0.8, 10 * 0.2),
            1.0 / (2 * _m), 10 * 0.8, 0.5 * 10 * (1 - 0.8)),
        ("scikit-learn, `SGDRegressor(penalty=\"elasticnet\", alpha=10, l1_ratio=0.8)`", "new ElasticNet(10 * 0.8, 10 * 0.2)", new(10 * 0.8, 10 * 0.2),
            1.0 / _m / 2, 10 * 0.8, 10 * (1 - 0.8) / 2),
        ("Keras, mean squared error, `L1(l1=20)`", "new L1(20.0 / 2)", new(20.0 / 2, 0), 1.0 / _m, 20, 0),
        ("Keras, mean squared error, `L2(l2=2)`", "new L2(2 * 2.0 / 2)", new(0, 2 * 2.0 / 2), 1.0 / _m, 0, 2),
        ("Keras, mean squared error, `L1L2(l1=20, l2=2)`", "new ElasticNet(20.0 / 2, 2 * 2.0 / 2)", new(20.0 / 2, 2 * 2.0 / 2), 1.0 / _m, 20, 2),
        ("ML.NET, `Sdca` regression, `L1Regularization = 5, L2Regularization = 4`", "new ElasticNet(5 * 4.0 / 2, 4.0 / 2)", new(5 * 4.0 / 2, 4.0 / 2),
            1.0 / _m, 4 * 5, 4 / 2.0),
    ];

    /// <summary>The same for the logistic loss: the factors of its sum.</summary>
    private static readonly (string There, string Here, ElasticNet Penalty, double Loss, double L1, double L2)[] _classifications =
    [
        ("scikit-learn, `LogisticRegression(solver=\"saga\", C=0.1, l1_ratio=0.5)`", "new ElasticNet(0.5 / (0.1 * 442), 0.5 / (0.1 * 442))",
            new(0.5 / (0.1 * 442), 0.5 / (0.1 * 442)), 0.1, 0.5, 0.5 / 2),
        ("scikit-learn, `SGDClassifier(loss=\"log_loss\", penalty=\"elasticnet\", alpha=0.02, l1_ratio=0.5)`", "new ElasticNet(0.02 * 0.5, 0.02 * 0.5)",
            new(0.02 * 0.5, 0.02 * 0.5), 1.0 / _m, 0.02 * 0.5, 0.02 * (1 - 0.5) / 2),
        ("glmnet, `family = \"binomial\", lambda = 0.02, alpha = 0.5`", "new ElasticNet(0.02 * 0.5, 0.02 * 0.5)", new(0.02 * 0.5, 0.02 * 0.5),
            1.0 / _m, 0.02 * 0.5, 0.02 * (1 - 0.5) / 2),
        ("ML.NET, `LbfgsLogisticRegression`, `L1Regularization = 5, L2Regularization = 5`", "new ElasticNet(5.0 / 442, 5.0 / 442)", new(5.0 / 442, 5.0 / 442),
            1, 5, 5 / 2.0),
        ("ML.NET, `SdcaLogisticRegression`, `L1Regularization = 1, L2Regularization = 0.01, BiasLearningRate = 1`", "new ElasticNet(1 * 0.01, 0.01)", new(1 * 0.01, 0.01),
            1.0 / _m, 1 * 0.01, 0.01 / 2),
    ];

    [Fact]
    public void What_others_minimise_for_regression_has_our_weights_at_the_converted_strength()
    {
        foreach (var (there, here, penalty, loss, l1, l2) in _regressions)
        {
            var theirs = CoordinateDescentReference.Minimize(_model.Features, _model.Target, loss, l1, l2);

            AssertLine(there, here, theirs, Ours(_model.LeastSquares, penalty));
        }
    }

    [Fact]
    public void Glmnet_divides_lambda_by_the_deviation_of_the_target_and_multiplies_the_weights_by_it()
    {
        double[] target = [.. _model.Target.Select(y => y / _deviation)];
        var lambda = 10 / _deviation;
        var theirs = CoordinateDescentReference
            .Minimize(_model.Features, target, 1.0 / (2 * _m), lambda * 0.8, lambda * (1 - 0.8) / 2)
            .Select(weight => weight * _deviation).ToArray();

        Assert.Equal("77.01", Text(_deviation, 2));

        // The document rounds the deviation. The objective curves by s₂ at least, so that a change of s₂ by a part p moves the weights
        // by no more than p of their norm, which is √10 times the largest at most.
        AssertLine(
            "glmnet, `lambda = 10, alpha = 0.8`", "new ElasticNet(10 * 0.8, 10 * 0.2 / 77.01)",
            theirs, Ours(_model.LeastSquares, new(10 * 0.8, 10 * 0.2 / 77.01)), 1e-6 + (Math.Sqrt(10) * ((77.01 / _deviation) - 1)));
    }

    [Fact]
    public void What_others_minimise_for_classes_is_at_its_optimum_at_our_weights()
    {
        foreach (var (there, here, penalty, loss, l1, l2) in _classifications)
        {
            var weights = new double[_classes.WeightCount];
            var report = new ProximalGradient { Penalized = ..^1 }.Minimize(_classes.Logistic, weights, penalty);

            // The gradient of their sum is m times that of our mean, and so is what rounding and the tolerance leave.
            var theirs = new ElasticNet(l1 / (loss * _m), 2 * l2 / (loss * _m));
            Optimality.AssertHolds(_classes, _classes.Logistic, weights, theirs, report, ..^1);
            AssertWritten(there, here, weights);
        }
    }

    [Fact]
    public void A_step_of_others_is_ours_with_the_converted_strength()
    {
        const double Weight = 2, Gradient = 0.5, Rate = 0.1, Decay = 0.3;

        AssertStep(
            "PyTorch, `SGD(lr=0.1, weight_decay=0.3)`", "new Sgd(0.1)` and `new L2(0.3)",
            Weight - (Rate * (Gradient + (Decay * Weight))), Stepped(new Sgd(Rate), new L2(Decay).Coupled()));
        AssertStep(
            "PyTorch, `Adam(lr=0.1, weight_decay=0.3)`", "new Adam(0.1)` and `new L2(0.3)",
            Weight - (Rate * FirstAdamStep(Gradient + (Decay * Weight), 1e-8)), Stepped(new Adam(Rate), new L2(Decay).Coupled()));
        AssertStep(
            "PyTorch, `AdamW(lr=0.1, weight_decay=0.3)`", "new Adam(0.1)` and `new L2(0.3).Decoupled()",
            Weight - (Rate * Decay * Weight) - (Rate * FirstAdamStep(Gradient, 1e-8)), Stepped(new Adam(Rate), new L2(Decay).Decoupled()));
        AssertStep(
            "Keras, `SGD(learning_rate=0.1, weight_decay=0.3)`", "new Sgd(0.1)` and `new L2(0.3).Decoupled()",
            Weight - (Weight * Decay * Rate) - (Rate * Gradient), Stepped(new Sgd(Rate), new L2(Decay).Decoupled()));
        AssertStep(
            "Keras, `Adam(learning_rate=0.1, weight_decay=0.3)`", "new Adam(0.1, epsilon: 1e-7)` and `new L2(0.3).Decoupled()",
            Weight - (Weight * Decay * Rate) - (Rate * FirstAdamStep(Gradient, 1e-7)), Stepped(new Adam(Rate, epsilon: 1e-7), new L2(Decay).Decoupled()));
        AssertStep(
            "ML.NET, `OnlineGradientDescent`, `LearningRate = 0.1, L2Regularization = 0.03`", "new Sgd(0.1)` and `new L2(0.06 / (0.94 * 0.1)).Proximal()",
            (Weight - (Rate * Gradient)) * (1 - (2 * 0.03)), Stepped(new Sgd(Rate), new L2(0.06 / (0.94 * 0.1)).Proximal()));

        static double Stepped<TRule, TMode>(TRule rule, PenaltyTerm<L2, TMode> term)
            where TRule : struct, IUpdateRule<TRule>
            where TMode : struct, IPenaltyMode
        {
            double[] weights = [Weight];
            rule.Step(weights, [Gradient], term, rule.CreateState(weights));
            return weights[0];
        }

        static double FirstAdamStep(double gradient, double epsilon) => gradient / (Math.Abs(gradient) + epsilon);
    }

    [Fact]
    public void Every_line_of_the_document_is_one_of_these()
    {
        var lines = File.ReadLines(Repository.PathTo("docs/conversion.md")).Where(line => line.Contains("| `new ", StringComparison.Ordinal));

        Assert.Equal(_regressions.Length + 1 + _classifications.Length + 6, lines.Count());
    }

    private static double[] Ours(SmoothLoss loss, ElasticNet penalty)
    {
        var weights = new double[_model.WeightCount];
        var report = new ProximalGradient().Minimize(loss, weights, penalty);
        Assert.True(report.IsConverged, report.ToString());
        return weights;
    }

    private static void AssertLine(string there, string here, double[] theirs, double[] ours, double tolerance = 1e-6)
    {
        Optimality.AssertNear(theirs, ours, tolerance);
        AssertWritten(there, here, theirs);
    }

    private static void AssertWritten(string there, string here, double[] weights) =>
        AssertWritten($"| {there} | `{here}` | {Text(weights[2], 4)} | {weights[..10].Count(weight => weight != 0)} |");

    private static void AssertStep(string there, string here, double theirs, double ours)
    {
        Assert.Equal(theirs, ours, 1e-14); // A few roundings of numbers near 2.
        AssertWritten($"| {there} | `{here}` | {Text(theirs, 4)} |");
    }

    private static void AssertWritten(string line) => Assert.Contains(line, File.ReadLines(Repository.PathTo("docs/conversion.md")));

    private static string Text(double value, int digits) => value.ToString($"F{digits}", CultureInfo.InvariantCulture);
}
