using System.Globalization;
using Tutorial;

namespace Groups;

/// <summary>Trains the network with every setup from several seeds.</summary>
public sealed class Study
{
    /// <summary>The number of seeds.</summary>
    public const int SeedCount = 10;

    private readonly Outcome[,] _outcomes = new Outcome[Setup.All.Count, SeedCount];

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
            study._outcomes[setup, seed] = Training.Run(Setup.All[setup], seed + 1);
        });
        return study;
    }

    /// <summary>The table of docs/structure.md.</summary>
    public IEnumerable<string> Markdown() =>
    [
        "| rule | penalty | s | pixels kept, % | zeros, % | right, % | right after refitting, % |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        .. Setup.All.Select((setup, i) => $"| {string.Join(" | ", (string[])
        [
            setup.Rule, setup.Penalty, setup.Strength == 0 ? "" : Text(setup.Strength, "0.####"),
            Percent(i, outcome => outcome.ShareOfPixels, "0"), Percent(i, outcome => outcome.ShareOfZeros, "0"),
            Spread(i, outcome => outcome.Accuracy), Spread(i, outcome => outcome.Refitted),
        ])} |"),
    ];

    /// <summary>What docs/figures/groups.svg is drawn from: shares, and the standard errors of the means.</summary>
    public IEnumerable<string> Csv() =>
    [
        "rule,penalty,strength,pixels,zeros,right,right_error,refitted,refitted_error",
        .. Setup.All.Select((setup, i) =>
        {
            var (right, refitted) = (Values(i, outcome => outcome.Accuracy), Values(i, outcome => outcome.Refitted));
            double[] numbers =
            [
                setup.Strength, Values(i, outcome => outcome.ShareOfPixels).Average(), Values(i, outcome => outcome.ShareOfZeros).Average(),
                right.Average(), Deviation(right) / Math.Sqrt(SeedCount), refitted.Average(), Deviation(refitted) / Math.Sqrt(SeedCount),
            ];
            return string.Join(',', [setup.Rule, setup.Penalty, .. numbers.Select(number => Text(number, "0.####"))]);
        }),
    ];

    /// <summary>What docs/figures/pixels.svg is drawn from: the mean ink of each pixel, and at each strength shown the share of the seeds that keep it.</summary>
    public IEnumerable<string> PixelCsv()
    {
        int[] shown = [.. Setup.Shown.Select(strength => Setup.All.ToList().IndexOf(new("Adam", "group lasso", strength)))];
        return
        [
            $"row,column,ink,{string.Join(',', Setup.Shown.Select(strength => $"s{Text(strength, "0.####")}"))}",
            .. Enumerable.Range(0, 64).Select(pixel =>
            {
                double[] shares = [.. shown.Select(setup => Values(setup, outcome => outcome.Kept[pixel] ? 1 : 0).Average())];
                var ink = Digits.All.Average(digit => digit.Pixels[pixel]);
                return string.Join(',', [$"{pixel / 8}", $"{pixel % 8}", Text(ink, "0.###"), .. shares.Select(share => Text(share, "0.#"))]);
            }),
        ];
    }

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);

    private static double Deviation(double[] numbers)
    {
        var mean = numbers.Average();
        return Math.Sqrt(numbers.Sum(number => (number - mean) * (number - mean)) / (numbers.Length - 1));
    }

    private string Percent(int setup, Func<Outcome, double> share, string format) => Text(100 * Values(setup, share).Average(), format);

    /// <summary>The mean of all seeds, and their standard deviation.</summary>
    private string Spread(int setup, Func<Outcome, double> share) =>
        $"{Percent(setup, share, "0.0")} ± {Text(100 * Deviation(Values(setup, share)), "0.0")}";

    private double[] Values(int setup, Func<Outcome, double> value) =>
        [.. Enumerable.Range(0, SeedCount).Select(seed => value(_outcomes[setup, seed]))];
}
