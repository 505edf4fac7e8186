using System.Globalization;

namespace Tutorial;

/// <summary>A file of docs/data: a line of names, then a line of numbers for each row.</summary>
internal sealed class DataFile
{
    private DataFile(string[] lines)
    {
        Names = lines[0].Split(',');
        Rows = [.. lines.Skip(1).Select(line => Array.ConvertAll(line.Split(','), cell => double.Parse(cell, CultureInfo.InvariantCulture)))];
    }

    public string[] Names { get; }

    public double[][] Rows { get; }

    /// <summary>Reads a file from the clone that the program stands in.</summary>
    public static DataFile Read(string name)
    {
        // A program of one file is built elsewhere.
        var start = (string?)AppContext.GetData("EntryPointFileDirectoryPath") ?? AppContext.BaseDirectory;
        var directory = start;
        while (!Directory.Exists(Path.Combine(directory, "docs", "data")))
        {
            directory = Path.GetDirectoryName(directory)
                ?? throw new DirectoryNotFoundException($"No folder above {start} has docs/data.");
        }

        return new(File.ReadAllLines(Path.Combine(directory, "docs", "data", name)));
    }
}
