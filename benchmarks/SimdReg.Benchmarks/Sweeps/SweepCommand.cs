using System.Globalization;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks.Sweeps;

/// <summary><c>--sweep</c>: times what the charts show, and writes it into a folder.</summary>
internal static class SweepCommand
{
    public const string Name = "--sweep";

    private const string SharedLengths = "threads-by-length.csv";

    /// <param name="folders">The folder to write to: one.</param>
    /// <returns>What the process ends with: 0, or 2 if no folder is named.</returns>
    public static int Run(IReadOnlyList<string> folders)
    {
        if (folders is not [var folder])
        {
            Console.WriteLine($"{Name} takes the folder to write to, and nothing else.");
            return 2;
        }

        Directory.CreateDirectory(folder);
        Console.WriteLine(Versions.Text);
        File.WriteAllText(Path.Combine(folder, "versions.txt"), Versions.Text + Environment.NewLine);
        Write(Path.Combine(folder, "step.csv"), "elements,peer", LengthSweep.Step());
        Write(Path.Combine(folder, "sum.csv"), "elements,peer", LengthSweep.Sum());
        Write(Path.Combine(folder, "threads.csv"), "threads,step", ThreadSweep.Steps());
        if (Environment.ProcessorCount > 1)
        {
            WriteLines(
                Path.Combine(folder, SharedLengths),
                "elements,step,one_thread_ns,two_threads_ns,ratio",
                SharedLengthSweep.Steps().Select(static point => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{point.Count},{point.Name},{point.One.Median * 1e9:F5},{point.Two.Median * 1e9:F5},{point.Ratio:F2}")));
        }

        return 0;
    }

    private static void Write(string path, string columns, IEnumerable<SweepPoint> points) =>
        WriteLines(
            path,
            $"{columns},median_ns,lower_quartile_ns,upper_quartile_ns",
            points.Select(static point => string.Create(
                CultureInfo.InvariantCulture,
                $"{point.At},{point.Name},{point.Time.Median * 1e9:F5},{point.Time.LowerQuartile * 1e9:F5},{point.Time.UpperQuartile * 1e9:F5}")));

    private static void WriteLines(string path, string columns, IEnumerable<string> lines)
    {
        Console.WriteLine(path);
        using var file = new StreamWriter(path);
        file.WriteLine(columns);
        foreach (var line in lines)
        {
            file.WriteLine(line);
            Console.WriteLine($"  {line}");
        }
    }
}
