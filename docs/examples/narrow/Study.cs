using System.Globalization;

namespace Narrow;

/// <summary>Trains both models with every setup from several seeds, and compares each setup with float seed by seed.</summary>
public sealed class Study
{
    /// <summary>The number of seeds.</summary>
    public const int SeedCount = 10;

    private static readonly Func<Setup, int, Outcome>[] _tasks = [DigitTask.Train, LassoTask.Train];

    private readonly Outcome[,,] _outcomes = new Outcome[_tasks.Length, Setup.All.Count, SeedCount];

    private Study()
    {
    }

    /// <summary>Runs all of it. A run depends on its setup and its seed alone, so threads do not matter.</summary>
    public static Study Run()
    {
        var study = new Study();
        Parallel.For(0, Setup.All.Count * SeedCount, i =>
        {
            var (setup, seed) = Math.DivRem(i, SeedCount);
            for (var task = 0; task < _tasks.Length; task++)
            {
                study._outcomes[task, setup, seed] = _tasks[task](Setup.All[setup], seed + 1);
            }
        });
        return study;
    }

    /// <summary>Two tables of docs/narrow.md: the digits, then the patients.</summary>
    public IEnumerable<string> Markdown() =>
    [
        .. Table(["weights", "gradients", "moments", "bytes a weight", "right, %", "less float's", "zeros, %"], Setup.All.Select((setup, i) => (string[])
        [
            .. setup.Words, Text(setup.BytesPerWeight, "0.00"), Spread(0, i, 100, digits: 2), AgainstFloat(0, i, 100, digits: 2),
            Text(100 * Zeros(0, i), "0.0"),
        ])),
        "",
        .. Table(["weights", "gradients", "moments", "R²", "less float's", "zeros, %"], Setup.All.Select((setup, i) => (string[])
            [.. setup.Words, Spread(1, i, 1, digits: 3), AgainstFloat(1, i, 1, digits: 4), Text(100 * Zeros(1, i), "0.0")])),
    ];

    /// <summary>What docs/figures/narrow.svg is drawn from.</summary>
    public IEnumerable<string> Csv() =>
    [
        "setup,bytes,right,right_error,r2,r2_error,digit_zeros,patient_zeros",
        .. Setup.All.Select((setup, i) =>
        {
            var (right, r2) = (Difference(0, i), Difference(1, i));
            double[] numbers = [setup.BytesPerWeight, 100 * right.Mean, 100 * right.Error, r2.Mean, r2.Error, 100 * Zeros(0, i), 100 * Zeros(1, i)];
            return string.Join(',', [Label(setup), .. numbers.Select(number => Text(number, "0.#####"))]);
        }),
    ];

    private static string Label(Setup setup) => string.Join(" · ", setup.Words.Select(word => word.Replace(",", "", StringComparison.Ordinal)));

    private static IEnumerable<string> Table(string[] headings, IEnumerable<string[]> rows) =>
        new[] { headings, [.. headings.Select(_ => "---")] }.Concat(rows).Select(cells => $"| {string.Join(" | ", cells)} |");

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>The mean of all seeds, and their standard deviation.</summary>
    private string Spread(int task, int setup, double scale, int digits)
    {
        var quality = Statistic.Of(Qualities(task, setup));
        var format = $"F{digits}";
        return $"{Text(scale * quality.Mean, format)} ± {Text(scale * quality.Deviation, format)}";
    }

    /// <summary>The mean of the differences from float, and its standard error.</summary>
    private string AgainstFloat(int task, int setup, double scale, int digits)
    {
        if (setup == 0)
        {
            return "";
        }

        var difference = Difference(task, setup);
        var format = $"F{digits}";
        var mean = Math.Round(scale * difference.Mean, digits);
        var sign = mean > 0 ? "+" : mean < 0 ? "−" : "";
        return $"{sign}{Text(Math.Abs(mean), format)} ± {Text(scale * difference.Error, format)}";
    }

    /// <summary>The quality less that of float, seed by seed, so that what the seeds share cancels.</summary>
    private Statistic Difference(int task, int setup) =>
        Statistic.Of([.. Qualities(task, setup).Zip(Qualities(task, 0), (quality, ofFloat) => quality - ofFloat)]);

    private double[] Qualities(int task, int setup) => [.. Outcomes(task, setup).Select(outcome => outcome.Quality)];

    private double Zeros(int task, int setup) => Outcomes(task, setup).Average(outcome => outcome.ShareOfZeros);

    private IEnumerable<Outcome> Outcomes(int task, int setup) => Enumerable.Range(0, SeedCount).Select(seed => _outcomes[task, setup, seed]);
}
