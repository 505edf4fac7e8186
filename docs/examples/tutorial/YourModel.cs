using SimdReg;
using SimdReg.Tuning;

namespace Tutorial;

/// <summary>Chapter 6. A whole search for another model: is a digit odd? Replace the loss with your own.</summary>
public static class YourModel
{
    private static readonly ProximalGradient _solver = new() { Penalized = ..^1, Tolerance = 1e-4 };

    public static void Run(Page page)
    {
        Example[] examples = [.. Digits.All.Select(digit => new Example([.. digit.Pixels, 1], digit.Label % 2 == 1 ? 1 : -1))];
        var (training, test) = (examples[..200], examples[200..]);

        var folds = CrossValidation.Folds<double>([.. training.Select(example => example.Sign)], foldCount: 5, seed: 1);
        var largest = RegularizationPath.LargestStrength(LossOf(training), weightCount: 65, solver: _solver);
        var result = Search.Run(
            new LogRange(largest / 1000, largest).Grid(count: 20),
            s => Score.FromFolds(folds, fold => Loss(Rows(fold.Validation), Fit(Rows(fold.Training), s))));

        // A fold holds indexes into the rows that it was made of: those of training, not of all examples.
        Example[] Rows(IEnumerable<int> rows) => [.. rows.Select(row => training[row])];

        page.Line($"{training.Length} digits to learn from, {test.Length} to judge with; at s = {largest:0.0000} every weight is zero");
        page.Line();
        page.Table(
            ["choice", "s", "loss, folds", "pixels used", "loss, test", "right, test"],
            [Row("lowest", result.Best), Row("one standard error", result.OneStandardError(s => s))]);

        string[] Row(string name, Trial<double> trial)
        {
            var weights = Fit(training, trial.Candidate);
            var pixelCount = WeightSums.Measure<double>(weights.AsSpan(..^1)).NonZeroCount;
            var rightCount = test.Count(example => example.Margin(weights) > 0);
            return
            [
                name, $"{trial.Candidate:0.0000}", $"{trial.Score.Mean:0.000}", $"{pixelCount}", $"{Loss(test, weights):0.000}",
                $"{(double)rightCount / test.Length:0.0 %}",
            ];
        }
    }

    /// <summary>The weights that minimise loss plus L1 on some examples.</summary>
    private static double[] Fit(Example[] examples, double strength)
    {
        var weights = new double[65];
        var report = _solver.Minimize(LossOf(examples), weights, new L1(strength));
        return report.IsConverged ? weights : throw new InvalidOperationException(report.ToString());
    }

    private static double Loss(Example[] examples, double[] weights) => LossOf(examples)(weights, new double[weights.Length]);

    /// <summary>The logistic loss, the mean of ln(1 + exp(−y·xᵀw)) for y = ±1, and its gradient.</summary>
    private static SmoothLoss LossOf(Example[] examples) => (weights, gradients) =>
    {
        gradients.Clear();
        var loss = 0.0;
        foreach (var example in examples)
        {
            var margin = example.Margin(weights);    // y·xᵀw
            loss += (Math.Max(-margin, 0) + Math.Log(1 + Math.Exp(-Math.Abs(margin)))) / examples.Length;
            var slope = -example.Sign / (1 + Math.Exp(margin)) / examples.Length;
            for (var j = 0; j < gradients.Length; j++)
            {
                gradients[j] += slope * example.Features[j];
            }
        }

        return loss;
    };

    /// <summary>64 pixels, and a one for the intercept, which is the last weight; 1 for an odd digit, −1 for an even one.</summary>
    private sealed record Example(double[] Features, double Sign)
    {
        /// <summary>How far the weights are on the right side: y·xᵀw.</summary>
        public double Margin(ReadOnlySpan<double> weights)
        {
            var sum = 0.0;
            for (var j = 0; j < weights.Length; j++)
            {
                sum += Features[j] * weights[j];
            }

            return Sign * sum;
        }
    }
}
