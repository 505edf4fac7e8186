using System.Globalization;

namespace SimdReg.Tuning;

public sealed partial class RegularizationPath
{
    /// <summary>Writes the path as CSV: a header, then a line for each strength.</summary>
    /// <remarks>
    /// The columns are strength, converged (1 or 0), non_zeros, objective, then the weights. Numbers have a point whatever the
    /// culture, and as many digits as read back the same. Source: RFC 4180, "Common Format and MIME Type for Comma-Separated Values
    /// (CSV) Files", 2005.
    /// </remarks>
    /// <param name="writer">Where to.</param>
    /// <param name="names">The names of the weights, as many as there are: w0, w1, … unless given.</param>
    /// <exception cref="ArgumentNullException"><paramref name="writer"/> is null.</exception>
    /// <exception cref="ArgumentException">There are more names than weights, or fewer. Nothing has been written.</exception>
    public void WriteCsv(TextWriter writer, IReadOnlyList<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var weightCount = Points[0].Weights.Length;
        names ??= [.. Enumerable.Range(0, weightCount).Select(i => string.Create(CultureInfo.InvariantCulture, $"w{i}"))];
        if (names.Count != weightCount)
        {
            throw new ArgumentException($"{nameof(names)} has {names.Count} elements and there are {weightCount} weights: there must be a name for each.", nameof(names));
        }

        Csv.WriteLine(writer, ["strength", "converged", "non_zeros", "objective", .. names]);
        foreach (var point in Points)
        {
            Csv.WriteLine(
                writer, [point.Strength, point.Report.IsConverged ? 1 : 0, point.NonZeroCount, point.Report.Objective, .. point.Weights]);
        }
    }
}
