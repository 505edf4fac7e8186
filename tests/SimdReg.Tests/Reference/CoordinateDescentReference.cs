namespace SimdReg.Tests.Reference;

/// <summary>argmin a·‖y − Xw‖² + b·‖w‖₁ + c·‖w‖², one weight after the other, each at its exact optimum.</summary>
/// <remarks>
/// The factors are those of whoever writes the objective, and no strength of ours. Source: Friedman, Hastie, Höfling and
/// Tibshirani, "Pathwise Coordinate Optimization", Annals of Applied Statistics, 2007.
/// </remarks>
internal static class CoordinateDescentReference
{
    private const int MaxSweeps = 200_000;

    /// <summary>Sweeps until a sweep changes no weight by more than 4 ulp of the largest. X comes by its columns, of which one may be charged nothing.</summary>
    public static double[] Minimize(
        double[][] features, double[] target, double lossFactor, double l1Factor, double l2Factor, int unpenalised = -1)
    {
        var products = features.Select(left => features.Select(right => Dot(left, right)).ToArray()).ToArray();
        var slopes = features.Select(feature => Dot(feature, target)).ToArray();
        var weights = new double[features.Length];
        for (var sweep = 0; sweep < MaxSweeps; sweep++)
        {
            var change = 0.0;
            for (var j = 0; j < weights.Length; j++)
            {
                // The objective in w_j alone is a·(‖x‖²·w² − 2·pull·w) + b·|w| + c·w².
                var pull = slopes[j] - Enumerable.Range(0, weights.Length).Where(k => k != j).Sum(k => products[j][k] * weights[k]);
                var (b, c) = j == unpenalised ? (0, 0) : (l1Factor, l2Factor);
                var magnitude = Math.Max((2 * lossFactor * Math.Abs(pull)) - b, 0) / (2 * ((lossFactor * products[j][j]) + c));
                var weight = Math.CopySign(magnitude, pull);
                change = Math.Max(change, Math.Abs(weight - weights[j]));
                weights[j] = weight;
            }

            if (change <= 4 * Math.ScaleB(weights.Max(Math.Abs), -52))
            {
                return weights;
            }
        }

        throw new InvalidOperationException($"Coordinate descent has not come to rest after {MaxSweeps} sweeps.");
    }

    private static double Dot(double[] left, double[] right) => left.Zip(right, (x, y) => x * y).Sum();
}
