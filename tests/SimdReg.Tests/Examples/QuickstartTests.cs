using System.Globalization;
using System.Numerics.Tensors;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Examples;

/// <summary>The quickstart's fits, computed another way, against the figures published in docs/data/README.md.</summary>
/// <remarks>
/// The gradient comes from XᵀX/m and Xᵀy/m here, and from residuals there. The steps are the library's in both.
/// </remarks>
public class QuickstartTests
{
    private const int TrainingCount = 150;

    private static readonly double[][] _features;
    private static readonly double[] _target;
    private static readonly double[][] _curvature;
    private static readonly double[] _slope;
    private static readonly Sgd _descent;

    static QuickstartTests()
    {
        var rows = File.ReadLines(Repository.PathTo("docs/data/diabetes.csv"))
            .Skip(1)
            .Select(line => line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())
            .ToArray();
        var measurements = Enumerable.Range(0, 10).Select(j => Standardised(rows.Select(row => row[j]))).ToArray();
        var products =
            from i in Enumerable.Range(0, 10)
            from j in Enumerable.Range(i, 10 - i)
            select measurements[i].Zip(measurements[j], (x, y) => x * y);
        _features = [.. measurements.Concat(products).Select(Standardised)];

        var trainingMean = rows.Take(TrainingCount).Average(row => row[10]);
        _target = [.. rows.Select(row => row[10] - trainingMean)];

        _curvature = [.. _features.Select(left => _features.Select(right => TrainingDot(left, right) / TrainingCount).ToArray())];
        _slope = [.. _features.Select(feature => TrainingDot(feature, _target) / TrainingCount)];
        _descent = new Sgd(1 / LargestEigenvalue(_curvature));
    }

    [Theory]
    [InlineData(2_000, 0.697, 0.263)]
    [InlineData(20_000, 0.708, 0.081)]
    [InlineData(100_000, 0.711, 0.036)]
    public void Without_a_penalty_training_gains_what_validation_loses(int steps, double training, double validation) =>
        AssertFit(default(None).Coupled(), steps, training, validation, nonZeros: 65);

    [Theory]
    [InlineData(0.3, 0.635, 0.428)]
    [InlineData(1, 0.555, 0.448)]
    [InlineData(3, 0.419, 0.378)]
    public void L2_generalises_and_keeps_every_weight(double strength, double training, double validation) =>
        AssertFit(new L2(strength).Coupled(), 5_000, training, validation, nonZeros: 65);

    [Theory]
    [InlineData(1, 0.656, 0.396, 36)]
    [InlineData(4.4, 0.569, 0.494, 20)]
    [InlineData(6.4, 0.515, 0.493, 13)]
    public void Proximal_L1_generalises_and_drops_weights(double strength, double training, double validation, int nonZeros) =>
        AssertFit(new L1(strength).Proximal(), 5_000, training, validation, nonZeros);

    [Fact]
    public void The_proximal_elastic_net_generalises_and_drops_fewer_weights() =>
        AssertFit(new ElasticNet(4, 0.1).Proximal(), 5_000, training: 0.567, validation: 0.494, nonZeros: 23);

    private static void AssertFit<TPenalty, TMode>(
        PenaltyTerm<TPenalty, TMode> term, int steps, double training, double validation, int nonZeros)
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        var weights = new double[_features.Length];
        for (var step = 0; step < steps; step++)
        {
            _descent.Step(weights, Gradient(weights), term);
        }

        // The figures are published to three decimals.
        Assert.Equal(training, Math.Round(RSquared(weights, ..TrainingCount), 3));
        Assert.Equal(validation, Math.Round(RSquared(weights, TrainingCount..), 3));
        Assert.Equal(nonZeros, WeightSums.Measure<double>(weights).NonZeroCount);
    }

    /// <summary>(XᵀX/m)·w − Xᵀy/m</summary>
    private static double[] Gradient(double[] weights)
    {
        var gradient = Times(_curvature, weights);
        for (var j = 0; j < gradient.Length; j++)
        {
            gradient[j] -= _slope[j];
        }

        return gradient;
    }

    private static double RSquared(double[] weights, Range rows)
    {
        var target = _target[rows];
        var predictions = new double[target.Length];
        foreach (var (feature, weight) in _features.Zip(weights))
        {
            predictions = [.. predictions.Zip(feature[rows], (sum, x) => sum + (weight * x))];
        }

        var mean = target.Average();
        return 1 - (target.Zip(predictions, (y, p) => (y - p) * (y - p)).Sum() / target.Sum(y => (y - mean) * (y - mean)));
    }

    private static double[] Standardised(IEnumerable<double> values)
    {
        double[] column = [.. values];
        var mean = column.Take(TrainingCount).Average();
        var deviation = Math.Sqrt(column.Take(TrainingCount).Average(x => (x - mean) * (x - mean)));
        return [.. column.Select(x => (x - mean) / deviation)];
    }

    private static double TrainingDot(double[] left, double[] right) =>
        left.Zip(right, (x, y) => x * y).Take(TrainingCount).Sum();

    /// <summary>By power iteration.</summary>
    private static double LargestEigenvalue(double[][] matrix)
    {
        var direction = matrix.Select(_ => 1.0).ToArray();
        var length = 1.0;
        for (var i = 0; i < 500; i++)
        {
            direction = Times(matrix, [.. direction.Select(x => x / length)]);
            length = Math.Sqrt(direction.Sum(x => x * x));
        }

        return length;
    }

    private static double[] Times(double[][] matrix, double[] vector)
    {
        var product = new double[matrix.Length];
        for (var i = 0; i < product.Length; i++)
        {
            product[i] = TensorPrimitives.Dot<double>(matrix[i], vector);
        }

        return product;
    }
}
