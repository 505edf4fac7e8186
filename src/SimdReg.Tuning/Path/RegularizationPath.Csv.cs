using System.Globalization;

namespace SimdReg.Tuning;

public sealed partial class RegularizationPath
{
    /// <summary>Writes the path as CSV: a header, then one line for each strength.</summary>
    /// <remarks>
    /// The columns are strength, converged (1 or 0), non_zeros, objective, then the weights. Numbers use a decimal point in every culture,
    /// and enough digits to read back to the same bits. Source: RFC 4180, "Common Format and MIME Type for Comma-Separated Values
    /// (CSV) Files", 2005.
    /// </remarks>
    /// <param name="writer">The writer. It stays open.</param>
    /// <param name="names">One name for each weight; w0, w1, … by default.</param>
    /// <exception cref="ArgumentNullException"><paramref name="writer"/> is null.</exception>
    /// <exception cref="ArgumentException">The number of names is not the number of weights. Nothing has been written.</exception>
    public void WriteCsv(TextWriter writer, IReadOnlyList<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var weightCount = Points[0].Weights.Length;
        names ??= [.. Enumerable.Range(0, weightCount).Select(i => string.Create(CultureInfo.InvariantCulture, $"w{i}"))];
        if (names.Count != weightCount)
        {
            throw new ArgumentException($"{nameof(names)} has {names.Count} elements and there are {weightCount} weights: each weight needs one name.", nameof(names));
        }

        Csv.WriteLine(writer, ["strength", "converged", "non_zeros", "objective", .. names]);
        foreach (var point in Points)
        {
            Csv.WriteLine(
                writer, [point.Strength, point.Report.IsConverged ? 1 : 0, point.NonZeroCount, point.Report.Objective, .. point.Weights]);
        }
    }
}
