using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>A linear model of a target: its losses, written row by row, and what their gradients may be off by.</summary>
/// <param name="Features">X by its columns.</param>
/// <param name="Target">y</param>
public sealed record LinearModel(double[][] Features, double[] Target)
{
    public int WeightCount => Features.Length;

    public int ExampleCount => Target.Length;

    /// <summary>1/(2m)·‖y − Xw‖²</summary>
    public SmoothLoss LeastSquares => (weights, gradients) => Mean(weights, gradients, (score, y) => (score - y) * (score - y) / 2, (score, y) => score - y);

    /// <summary>1/m·Σ log(1 + exp(−y·(Xw))), for targets of −1 and 1.</summary>
    public SmoothLoss Logistic => (weights, gradients) => Mean(
        weights, gradients, (score, y) => Math.Log(1 + Math.Exp(-y * score)), (score, y) => -y / (1 + Math.Exp(y * score)));

    /// <summary>1/m·Σ (exp(Xw) − y·(Xw)), which is infinite far away.</summary>
    public SmoothLoss Poisson => (weights, gradients) => Mean(weights, gradients, (score, y) => Math.Exp(score) - (y * score), (score, y) => Math.Exp(score) - y);

    /// <summary>The gradient of a loss.</summary>
    public static double[] Gradient(SmoothLoss loss, ReadOnlySpan<double> weights)
    {
        var gradients = new double[weights.Length];
        loss(weights, gradients);
        return gradients;
    }

    /// <summary>Xw</summary>
    public double[] Scores(double[] weights) => [.. Enumerable.Range(0, ExampleCount).Select(i => Features.Zip(weights, (feature, weight) => feature[i] * weight).Sum())];

    /// <summary>With a column of ones after the others, for an intercept.</summary>
    public LinearModel WithIntercept() => new([.. Features, [.. Target.Select(_ => 1.0)]], Target);

    /// <summary>(XᵀX/m + s·1)⁻¹ Xᵀy/m, the optimum of ridge regression, solved directly.</summary>
    public double[] Ridge(double strength)
    {
        var matrix = Features.Select((left, i) => Features.Select((right, j) => (Dot(left, right) / ExampleCount) + (i == j ? strength : 0)).ToArray());
        return Reference.LinearSolveReference.Solve([.. matrix], [.. Features.Select(feature => Dot(feature, Target) / ExampleCount)]);
    }

    /// <summary>argmin 1/(2m)·‖y − Xw‖² + s₁·Σ|w| + (s₂/2)·Σw², by coordinate descent.</summary>
    public double[] ElasticNet(double l1Strength, double l2Strength, int unpenalised = -1) =>
        Reference.CoordinateDescentReference.Minimize(Features, Target, 1.0 / (2 * ExampleCount), l1Strength, l2Strength / 2, unpenalised);

    /// <summary>What the gradients of the mean losses may be off by: two sums, of features and of examples, each with at most one ulp a term.</summary>
    public double GradientError(ReadOnlySpan<double> weights)
    {
        var largest = 0.0;
        for (var i = 0; i < ExampleCount; i++)
        {
            var score = Math.Abs(Target[i]) + 1;
            for (var j = 0; j < WeightCount; j++)
            {
                score += Math.Abs(Features[j][i] * weights[j]);
            }

            largest = Math.Max(largest, score * Features.Max(feature => Math.Abs(feature[i])));
        }

        return Math.ScaleB(largest * (ExampleCount + WeightCount + 4), -52);
    }

    private double Mean(ReadOnlySpan<double> weights, Span<double> gradients, Func<double, double, double> value, Func<double, double, double> slope)
    {
        gradients.Clear();
        var sum = 0.0;
        for (var i = 0; i < ExampleCount; i++)
        {
            var score = 0.0;
            for (var j = 0; j < WeightCount; j++)
            {
                score += Features[j][i] * weights[j];
            }

            sum += value(score, Target[i]) / ExampleCount;
            for (var j = 0; j < WeightCount; j++)
            {
                gradients[j] += Features[j][i] * slope(score, Target[i]) / ExampleCount;
            }
        }

        return sum;
    }

    private static double Dot(double[] left, double[] right) => left.Zip(right, (x, y) => x * y).Sum();
}
