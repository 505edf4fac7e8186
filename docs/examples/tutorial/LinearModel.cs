using SimdReg;

namespace Tutorial;

/// <summary>A linear model of a target: y ≈ Xw, with a row of X for each example.</summary>
/// <remarks>Its sums are plain loops in a fixed order, so that they are the same on every machine.</remarks>
public sealed class LinearModel(double[][] rows, double[] target)
{
    private readonly double _variance = target.Average(y => (y - target.Average()) * (y - target.Average()));

    public int ExampleCount => rows.Length;

    public int WeightCount => rows[0].Length;

    /// <summary>The loss 1/(2m)·Σ(Xw − y)², and its gradient g ← Xᵀ(Xw − y)/m.</summary>
    public double Loss(ReadOnlySpan<double> weights, Span<double> gradients)
    {
        gradients.Clear();
        var loss = 0.0;
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            var residual = Predict(row, weights) - target[i];
            var slope = residual / rows.Length;
            loss += slope * residual / 2;
            for (var j = 0; j < row.Length; j++)
            {
                gradients[j] += row[j] * slope;
            }
        }

        return loss;
    }

    /// <summary>Σ(y − Xw)²/Σ(y − ȳ)², the share of the target's variation that the model leaves unexplained: 1 − R².</summary>
    public double Error(ReadOnlySpan<double> weights) => MeanSquare(weights) / _variance;

    /// <summary>Σ(y − Xw)²/m</summary>
    public double MeanSquare(ReadOnlySpan<double> weights)
    {
        var squares = 0.0;
        for (var i = 0; i < rows.Length; i++)
        {
            var residual = Predict(rows[i], weights) - target[i];
            squares += residual * residual;
        }

        return squares / rows.Length;
    }

    /// <summary>Gradient descent from weights of zero.</summary>
    public double[] Descend<TPenalty, TMode>(Sgd sgd, PenaltyTerm<TPenalty, TMode> term, int stepCount)
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        var weights = new double[WeightCount];
        var gradients = new double[WeightCount];
        for (var step = 0; step < stepCount; step++)
        {
            Loss(weights, gradients);
            sgd.Step(weights, gradients, term);
        }

        return weights;
    }

    private static double Predict(double[] row, ReadOnlySpan<double> weights)
    {
        var sum = 0.0;
        for (var j = 0; j < row.Length; j++)
        {
            sum += row[j] * weights[j];
        }

        return sum;
    }
}
