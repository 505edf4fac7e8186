using System.Globalization;

namespace Tutorial;

/// <summary>What a chapter prints, and the tables that its figures are drawn from.</summary>
/// <param name="output">Where the lines go.</param>
/// <param name="figures">The folder of the tables, or null for none.</param>
public sealed class Page(TextWriter output, string? figures = null)
{
    public void Line(string text = "") => output.WriteLine(text);

    /// <summary>A table in columns, then an empty line. Words are set to the left, numbers to the right.</summary>
    public void Table(string[] headings, IEnumerable<string[]> rows)
    {
        string[][] cells = [headings, .. rows];
        int[] widths = [.. headings.Select((heading, j) => IsWords(j) ? -Width(j) : Width(j))];
        foreach (var row in cells)
        {
            Line(string.Join("   ", row.Zip(widths, (cell, width) => width < 0 ? cell.PadRight(-width) : cell.PadLeft(width))).TrimEnd());
        }

        Line();

        int Width(int column) => cells.Max(row => row[column].Length);

        bool IsWords(int column) => cells[1..].Any(row => row[column].Any(char.IsLetter));
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
