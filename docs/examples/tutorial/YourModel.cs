using SimdReg;
using SimdReg.Tuning;

namespace Tutorial;

/// <summary>Chapter 6. The whole way for another model: is a digit odd? Put your own loss in the place of this one.</summary>
public static class YourModel
{
    // 64 pixels, and a one for the intercept, which is the last weight.
    private static readonly (double[] Features, double Sign)[] _examples =
    [
        .. Digits.All.Select(digit => ((double[])[.. digit.Pixels, 1], digit.Label % 2 == 1 ? 1.0 : -1.0)),
    ];

    private static readonly ProximalGradient _solver = new() { Penalised = ..^1, Tolerance = 1e-4 };

    public static void Run(Page page)
    {
        int[] training = [.. Enumerable.Range(0, 200)];
        int[] test = [.. Enumerable.Range(200, _examples.Length - 200)];

        var folds = CrossValidation.Folds<double>([.. training.Select(i => _examples[i].Sign)], foldCount: 5, seed: 1);
        var largest = RegularisationPath.LargestStrength(LossOf(training), weightCount: 65, solver: _solver);
        var result = Search.Run(
            new LogRange(largest / 1000, largest).Grid(count: 20),
            s => Score.OfFolds(folds, fold => Loss(fold.Validation, Fit(fold.Training, s))));

        page.Line($"{training.Length} digits to learn from, {test.Length} to judge with; at s = {largest:0.0000} every weight is zero");
        page.Line();
        page.Table(
            ["choice", "s", "loss, folds", "pixels used", "loss, test", "right, test"],
            [Row("lowest", result.Best), Row("one standard error", result.OneStandardError(s => s))]);

        string[] Row(string name, Trial<double> trial)
        {
            var weights = Fit(training, trial.Candidate);
            var pixelCount = Penalty.Measure<double>(weights.AsSpan(..^1)).NonZeroCount;
            var rightCount = test.Count(i => _examples[i].Sign * Margin(i, weights) > 0);
            return
            [
                name, $"{trial.Candidate:0.0000}", $"{trial.Score.Mean:0.000}", $"{pixelCount}", $"{Loss(test, weights):0.000}",
                $"{(double)rightCount / test.Length:0.0 %}",
            ];
        }
    }

    /// <summary>The weights that minimise loss plus L1 on some rows.</summary>
    private static double[] Fit(IReadOnlyList<int> rows, double strength)
    {
        var weights = new double[65];
        var report = _solver.Minimise(LossOf(rows), weights, new L1(strength));
        return report.IsConverged ? weights : throw new InvalidOperationException(report.ToString());
    }

    private static double Loss(IReadOnlyList<int> rows, double[] weights) => LossOf(rows)(weights, new double[weights.Length]);

    /// <summary>The logistic loss, the mean of ln(1 + exp(−y·xᵀw)) for y = ±1, and its gradient.</summary>
    private static SmoothLoss LossOf(IReadOnlyList<int> rows) => (weights, gradients) =>
    {
        gradients.Clear();
        var loss = 0.0;
        foreach (var i in rows)
        {
            var (features, sign) = _examples[i];
            var power = Math.Exp(-sign * Margin(i, weights));
            var slope = -sign * power / (1 + power) / rows.Count;
            loss += Math.Log(1 + power) / rows.Count;
            for (var j = 0; j < features.Length; j++)
            {
                gradients[j] += slope * features[j];
            }
        }

        return loss;
    };

    private static double Margin(int example, ReadOnlySpan<double> weights)
    {
        var (features, sum) = (_examples[example].Features, 0.0);
        for (var j = 0; j < features.Length; j++)
        {
            sum += features[j] * weights[j];
        }

        return sum;
    }
}
