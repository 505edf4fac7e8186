using System.Globalization;

namespace Tutorial;

/// <summary>What a chapter prints, and the tables that its figures are drawn from.</summary>
/// <param name="output">Where the lines go.</param>
/// <param name="figures">The folder of the tables, or null for none.</param>
public sealed class Page(TextWriter output, string? figures = null)
{
    public void Line(string text = "") => output.WriteLine(text);

    /// <summary>A table in columns: to the left where all that is under the heading are words, else to the right. Then an empty line.</summary>
    public void Table(string[] headings, IEnumerable<string[]> rows)
    {
        string[][] cells = [headings, .. rows];
        var columns = Enumerable.Range(0, headings.Length).Select(j => (
            Width: cells.Max(row => row[j].Length), IsText: cells.Skip(1).All(row => row[j].Length == 0 || char.IsLetter(row[j][0])))).ToArray();
        foreach (var row in cells)
        {
            Line(string.Join("   ", row.Zip(columns, (cell, column) => column.IsText ? cell.PadRight(column.Width) : cell.PadLeft(column.Width))).TrimEnd());
        }

        Line();
    }

    /// <summary>Writes what a figure is drawn from as CSV. Five digits are more than it shows, and fewer than machines agree on.</summary>
    public void Figure(string name, string header, IEnumerable<double[]> rows)
    {
        if (figures is not null)
        {
            var lines = rows.Select(row => string.Join(',', row.Select(value => value.ToString("G5", CultureInfo.InvariantCulture))));
            File.WriteAllText(Path.Combine(figures, name + ".csv"), string.Join('\n', [header, .. lines, ""]));
        }
    }
}
