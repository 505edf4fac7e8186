using System.Globalization;

namespace SimdReg.Benchmarks.Bars;

/// <summary><c>--bars</c>: times the bars alone, quickly, and says which are held.</summary>
internal static class BarsCommand
{
    public const string Name = "--bars";

    private const double SecondsForEach = 0.8;

    /// <param name="rows">The rows to time, as their names begin: all, if none is given.</param>
    /// <returns>What the process ends with: 0 if every bar is held, else 1; 2 if there is no such row.</returns>
    public static int Run(IReadOnlyList<string> rows)
    {
        var unknown = rows.Where(row => !BarTable.All.Any(bar => Begins(bar, row))).ToArray();
        if (unknown.Length > 0)
        {
            Console.WriteLine($"No row begins with {string.Join(" or ", unknown)}. There are: {string.Join(", ", BarTable.All.Select(bar => bar.Row).Distinct())}.");
            return 2;
        }

        Bar[] bars = [.. BarTable.All.Where(bar => rows.Count == 0 || rows.Any(row => Begins(bar, row)))];
        Write("row", "type", "elements", "ours, ns", "theirs, ns", "ratio", "bar", "");
        var missed = 0;
        foreach (var bar in bars)
        {
            var (ratio, ours, theirs) = bar.Measure(SecondsForEach);
            var isHeld = ratio >= bar.Least;
            missed += isHeld ? 0 : 1;
            Write(
                bar.Row, bar.Type, Text(bar.Count), Text(ours * 1e9, "F3"), Text(theirs * 1e9, "F3"), Text(ratio, "F2"), Text(bar.Least, "F2"), isHeld ? "held" : "MISSED");
        }

        Console.WriteLine(missed == 0 ? $"All {bars.Length} are held." : $"{missed} of {bars.Length} are missed.");
        return missed == 0 ? 0 : 1;
    }

    private static bool Begins(Bar bar, string row) => bar.Row.StartsWith(row, StringComparison.OrdinalIgnoreCase);

    private static string Text(double value, string format = "N0") => value.ToString(format, CultureInfo.InvariantCulture);

    private static void Write(string row, string type, string count, string ours, string theirs, string ratio, string bar, string verdict) =>
        Console.WriteLine($"{row,-18} {type,-6} {count,12} {ours,9} {theirs,10} {ratio,7} {bar,6}  {verdict}");
}
