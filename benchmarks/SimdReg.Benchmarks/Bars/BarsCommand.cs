using System.Globalization;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks.Bars;

/// <summary><c>--bars</c>: times the bars alone, quickly, and says which are held.</summary>
internal static class BarsCommand
{
    public const string Name = "--bars";

    private const double SecondsForBar = 0.5;

    /// <param name="names">The rows to time, as their names begin: all, if none is given.</param>
    /// <returns>What the process ends with: 0 if every bar is held, else 1; 2 if there is no such row.</returns>
    public static int Run(IReadOnlyList<string> names)
    {
        var unknown = names.Where(name => !BarTable.Rows.Any(row => Begins(row, name))).ToArray();
        if (unknown.Length > 0)
        {
            Console.WriteLine($"No row begins with {string.Join(" or ", unknown)}. There are: {string.Join(", ", BarTable.Rows.Select(row => row.Name).Distinct())}.");
            return 2;
        }

        if (Environment.ProcessorCount == 1)
        {
            Console.WriteLine("There is one processor: what needs two threads is left out.");
        }

        Console.WriteLine(Versions.Text);
        Write("row", "type", "elements", "ours, ns", "theirs, ns", "ratio", "bar", "");
        var (count, missed) = (0, 0);
        foreach (var row in BarTable.Rows.Where(row => names.Count == 0 || names.Any(name => Begins(row, name))))
        {
            row.WarmUp();
            foreach (var bar in row.Bars)
            {
                var isHeld = IsHeld(row, bar);
                count += bar.Least is null ? 0 : 1;
                missed += isHeld ? 0 : 1;
            }
        }

        Console.WriteLine((count, missed) switch
        {
            (0, _) => "None of these has a bar.",
            (_, 0) => $"All {count} are held.",
            _ => $"{missed} of {count} are missed.",
        });
        return missed == 0 ? 0 : 1;
    }

    private static bool IsHeld(BarRow row, Bar bar)
    {
        var (ours, theirs, ratio) = row.Measure(bar.Count, SecondsForBar);
        var isHeld = bar.Least is not { } least || ratio >= least;
        Write(
            row.Name,
            row.Type,
            Text(bar.Count),
            Text(ours / bar.Count * 1e9, "F3"),
            Text(theirs / bar.Count * 1e9, "F3"),
            Text(ratio, "F2"),
            bar.Least is { } shown ? Text(shown, "F2") : "",
            bar.Least is null ? "" : isHeld ? "held" : "MISSED");
        return isHeld;
    }

    private static bool Begins(BarRow row, string name) => row.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase);

    private static string Text(double value, string format = "N0") => value.ToString(format, CultureInfo.InvariantCulture);

    private static void Write(string row, string type, string count, string ours, string theirs, string ratio, string bar, string verdict) =>
        Console.WriteLine($"{row,-23} {type,-8} {count,12} {ours,9} {theirs,10} {ratio,7} {bar,6}  {verdict}");
}
