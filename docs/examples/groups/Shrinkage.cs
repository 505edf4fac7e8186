using System.Globalization;
using SimdReg;
using SimdReg.Tuning;
using Tutorial;

namespace Groups;

/// <summary>Sparse regressions whose coefficients are known: how far the estimates of L1 and MCP fall short of them.</summary>
/// <remarks>
/// Each draw has 100 rows to learn from, 100 to choose the strength, and 40 independent features with mean 0 and variance 1. Twelve of them matter: one with each size of the
/// coefficient and either sign. The target has noise of variance 1.
/// </remarks>
public sealed class Shrinkage
{
    /// <summary>The number of data sets.</summary>
    public const int DrawCount = 50;

    private const int RowCount = 100;
    private const int FeatureCount = 40;
    private const double Gamma = 3;

    private static readonly double[] _sizes = [0.25, 0.5, 1, 1.5, 2, 3];
    private static readonly double[] _strengths = [.. Enumerable.Range(0, 25).Select(i => Math.Round(Math.Pow(10, -i / 12.0), 4))];

    private readonly Fit[] _lasso = new Fit[DrawCount];
    private readonly Fit[] _mcp = new Fit[DrawCount];

    private Shrinkage()
    {
    }

    /// <summary>Runs all of it.</summary>
    public static Shrinkage Run()
    {
        var shrinkage = new Shrinkage();
        Parallel.For(0, DrawCount, draw =>
        {
            var random = new Random(draw + 1);
            double[] coefficients = [.. _sizes.SelectMany(size => new[] { size, -size }), .. new double[FeatureCount - (2 * _sizes.Length)]];
            var (training, validation) = (Draw(coefficients, random), Draw(coefficients, random));
            shrinkage._lasso[draw] = Best(training, validation, strength => new L1(strength));
            shrinkage._mcp[draw] = Best(training, validation, strength => new Mcp(strength, Gamma));
        });
        return shrinkage;
    }

    /// <summary>The second table of docs/structure.md.</summary>
    public IEnumerable<string> Markdown() =>
    [
        $"| | {string.Join(" | ", _sizes.Select(size => $"of ±{Text(size, "0.##")}"))} | of 0, not zero | error of the estimates |",
        $"| --- {string.Concat(Enumerable.Repeat("| --- ", _sizes.Length + 2))}|",
        Row("L1", _lasso),
        Row("MCP, γ = 3", _mcp),
    ];

    /// <summary>What docs/figures/mcp.svg is drawn from: the mean estimate of a coefficient, and its standard error.</summary>
    public IEnumerable<string> Csv() =>
    [
        "coefficient,l1,l1_error,mcp,mcp_error",
        .. _sizes.Select((size, i) => string.Join(',', ((double[])
        [
            size, Estimates(_lasso, i).Average(), Error(Estimates(_lasso, i)), Estimates(_mcp, i).Average(), Error(Estimates(_mcp, i)),
        ]).Select(number => Text(number, "0.####")))),
    ];

    private static string Row(string name, Fit[] fits) =>
        $"| {name} | {string.Join(" | ", _sizes.Select((_, i) => Text(Estimates(fits, i).Average(), "0.00")))} "
        + $"| {Text(fits.Average(fit => fit.Weights[(2 * _sizes.Length)..].Count(weight => weight != 0)), "0.0")} of {FeatureCount - (2 * _sizes.Length)} "
        + $"| {Text(fits.Average(SquaredError), "0.00")} |";

    /// <summary>The estimates of the coefficients of a size, with the sign of the coefficient as positive.</summary>
    private static double[] Estimates(Fit[] fits, int size) => [.. fits.SelectMany(fit => new[] { fit.Weights[2 * size], -fit.Weights[(2 * size) + 1] })];

    /// <summary>Σ(estimate − coefficient)²</summary>
    private static double SquaredError(Fit fit) =>
        fit.Weights.Select((weight, i) => i < 2 * _sizes.Length ? weight - (_sizes[i / 2] * (i % 2 == 0 ? 1 : -1)) : weight).Sum(difference => difference * difference);

    /// <summary>The point of the path with the smallest error on the rows for validation.</summary>
    private static Fit Best<TPenalty>(LinearModel training, LinearModel validation, Func<double, TPenalty> penalty)
        where TPenalty : struct, IPenalty
    {
        var path = RegularizationPath.Compute(training.Loss, FeatureCount, _strengths, penalty);
        var best = path.Points.MinBy(point => validation.MeanSquare(point.Weights.AsSpan()))!;
        return new(best.Strength, [.. best.Weights]);
    }

    private static LinearModel Draw(double[] coefficients, Random random)
    {
        double[][] rows = [.. Enumerable.Range(0, RowCount).Select(_ => coefficients.Select(_ => Normal(random)).ToArray())];
        return new(rows, [.. rows.Select(row => row.Zip(coefficients, (x, coefficient) => x * coefficient).Sum() + Normal(random))]);
    }

    /// <summary>A sum of twelve uniform numbers is nearly normal, with variance 1, and has the same bits on every machine.</summary>
    private static double Normal(Random random) => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;

    /// <summary>The standard error of the mean.</summary>
    private static double Error(double[] numbers)
    {
        var mean = numbers.Average();
        return Math.Sqrt(numbers.Sum(number => (number - mean) * (number - mean)) / (numbers.Length - 1) / numbers.Length);
    }

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);

    private sealed record Fit(double Strength, double[] Weights);
}
