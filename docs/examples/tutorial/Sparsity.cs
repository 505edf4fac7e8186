using SimdReg;
using SimdReg.Tuning;

namespace Tutorial;

/// <summary>Chapter 3. The L1 penalty: why its proximal step makes weights zero, and its subgradient alone does not.</summary>
public static class Sparsity
{
    private static readonly LinearModel[] _models = Diabetes.WithProducts(Diabetes.Training, Diabetes.Validation);

    public static void Run(Page page)
    {
        OneWeight(page);
        ManyWeights(page);
        CoefficientPath(page);
        Histogram(page);
        GroupPath(page);
    }

    /// <summary>A weight of 0.25 with no data gradient: pushed by α·s = 0.1 a step, or decayed by a tenth of itself.</summary>
    private static void OneWeight(Page page)
    {
        var sgd = new Sgd(learningRate: 0.1);
        double[] subgradient = [0.25], proximal = [0.25], decayed = [0.25];
        double[] gradients = [0];

        List<string[]> rows = [];
        for (var step = 0; step <= 5; step++)
        {
            rows.Add([$"{step}", $"{subgradient[0]:0.000}", $"{proximal[0]:0.000}", $"{decayed[0]:0.000}"]);
            sgd.Step(subgradient, gradients, new L1(strength: 1));
            sgd.Step(proximal, gradients, new L1(strength: 1).Proximal());
            sgd.Step(decayed, gradients, new L2(strength: 1));
        }

        page.Table(["step", "L1, subgradient", "L1, proximal", "L2"], rows);
    }

    /// <summary>The same for the 65 weights of a model, at a strength that suits L1.</summary>
    private static void ManyWeights(Page page)
    {
        const double Strength = 4;
        page.Table(
            ["5000 steps at s = 4", "α", "zeros", "within α·s of zero", "error, others"],
            [
                Row("L1, subgradient", 0.1, new L1(Strength).Coupled()),
                Row("L1, subgradient", 0.01, new L1(Strength).Coupled()),
                Row("L1, subgradient", 0.001, new L1(Strength).Coupled()),
                Row("L1, proximal", 0.1, new L1(Strength).Proximal()),
                Row("L2", 0.1, new L2(Strength).Coupled()),
            ]);

        static string[] Row<TPenalty, TMode>(string name, double rate, PenaltyTerm<TPenalty, TMode> term)
            where TPenalty : struct, IPenalty
            where TMode : struct, IPenaltyMode
        {
            var weights = _models[0].Descend(new Sgd(rate), term, 5000);
            return
            [
                name, $"{rate}", $"{weights.Count(w => w == 0)}", $"{weights.Count(w => Math.Abs(w) <= rate * Strength)}",
                $"{_models[1].Error(weights):0.000}",
            ];
        }
    }

    /// <summary>The weights of the ten measurements, from the strength at which all are zero downwards.</summary>
    private static void CoefficientPath(Page page)
    {
        var model = Diabetes.WithMeasurements(Diabetes.Training)[0];
        var path = RegularizationPath.ComputeElasticNet(model.Loss, model.WeightCount, count: 61, ratio: 0.01);

        page.Table(
            ["s", "how many", "which weights are not zero"],
            path.Points.Where((_, i) => i % 10 == 0).Select(point => (string[])
            [
                $"{point.Strength:0.000}", $"{point.NonZeroCount}",
                string.Join(' ', Diabetes.Measurements.Where((_, j) => point.Weights[j] != 0)),
            ]));
        page.Figure(
            "path", $"strength,{string.Join(',', Diabetes.Measurements)}",
            path.Points.Select(point => (double[])[point.Strength, .. point.Weights]));
    }

    /// <summary>Three weights for each measurement, which stay and go together.</summary>
    private static void GroupPath(Page page)
    {
        var model = Diabetes.WithPowers(Diabetes.Training)[0];
        var path = RegularizationPath.ComputeGroupLasso(model.Loss, model.WeightCount, WeightGroups.Rows(3), count: 41, ratio: 0.01);

        page.Table(
            ["s", "groups", "weights", "which measurements are left"],
            path.Points.Where((_, i) => i % 10 == 0).Select(point => (string[])
            [
                $"{point.Strength:0.000}", $"{point.NonZeroGroupCount}", $"{point.NonZeroCount}",
                string.Join(' ', Diabetes.Measurements.Where((_, j) => point.Weights[3 * j] != 0)),
            ]));
    }

    /// <summary>The 65 weights without a penalty and under each, in bins two wide, the outermost with all that lies beyond.</summary>
    private static void Histogram(Page page)
    {
        var sgd = new Sgd(learningRate: 0.1);
        (string Name, double[] Weights)[] fits =
        [
            ("none", _models[0].Descend(sgd, default(None).Coupled(), 10_000)),
            ("L2, s = 0.8", _models[0].Descend(sgd, new L2(0.8).Coupled(), 5000)),
            ("L1, s = 4", _models[0].Descend(sgd, new L1(4).Proximal(), 5000)),
        ];

        page.Table(["penalty", "Σ|w|", "largest", "below 1", "zeros", "error, others"], fits.Select(fit =>
        {
            var sums = WeightSums.Measure<double>(fit.Weights);
            return (string[])
            [
                fit.Name, $"{sums.SumOfMagnitudes:0.0}", $"{sums.MaxMagnitude:0.0}", $"{fit.Weights.Count(w => Math.Abs(w) < 1)}",
                $"{fit.Weights.Length - sums.NonZeroCount}", $"{_models[1].Error(fit.Weights):0.000}",
            ];
        }));
        page.Figure("weights", "middle,none,l2,l1,l1_zeros", Enumerable.Range(-12, 25).Select(bin => (double[])
        [
            2 * bin,
            .. fits.Select(fit => (double)fit.Weights.Count(w => Math.Round(Math.Clamp(w, -24, 24) / 2) == bin)),
            bin == 0 ? fits[^1].Weights.Count(w => w == 0) : 0,
        ]));
    }
}
