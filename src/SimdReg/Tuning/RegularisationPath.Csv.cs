using System.Globalization;

namespace SimdReg.Tuning;

public sealed partial class RegularisationPath
{
    /// <summary>Writes the path as CSV: a header, then a line for each strength.</summary>
    /// <remarks>
    /// The columns are strength, converged (1 or 0), non_zeros, objective, then the weights. Numbers have a point whatever the
    /// culture, and as many digits as read back the same. Lines end in a line feed.
    /// </remarks>
    /// <param name="writer">Where to.</param>
    /// <param name="names">The names of the weights, as many as there are: w0, w1, … unless given.</param>
    /// <exception cref="ArgumentNullException"><paramref name="writer"/> is null.</exception>
    /// <exception cref="ArgumentException">There are more names than weights, or fewer. Nothing has been written.</exception>
    public void WriteCsv(TextWriter writer, IReadOnlyList<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var weightCount = Points.Count == 0 ? names?.Count ?? 0 : Points[0].Weights.Length;
        names ??= [.. Enumerable.Range(0, weightCount).Select(i => string.Create(CultureInfo.InvariantCulture, $"w{i}"))];
        if (names.Count != weightCount)
        {
            throw new ArgumentException($"{nameof(names)} has {names.Count} elements and there are {weightCount} weights: there must be a name for each.", nameof(names));
        }

        WriteLine(writer, ["strength", "converged", "non_zeros", "objective", .. names.Select(Quoted)]);
        foreach (var point in Points)
        {
            WriteLine(writer,
            [
                Text(point.Strength),
                point.Report.IsConverged ? "1" : "0",
                point.NonZeroCount.ToString(CultureInfo.InvariantCulture),
                Text(point.Report.Objective),
                .. point.Weights.ToArray().Select(Text),
            ]);
        }
    }

    private static void WriteLine(TextWriter writer, IEnumerable<string> fields)
    {
        writer.Write(string.Join(',', fields));
        writer.Write('\n');
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Quoted(string name) =>
        name.AsSpan().ContainsAny(",\"\r\n") ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : name;
}
