using System.Globalization;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks.Sweeps;

/// <summary><c>--sweep</c>: times what the charts show, and writes it into a folder.</summary>
internal static class SweepCommand
{
    public const string Name = "--sweep";

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
        return 0;
    }

    private static void Write(string path, string columns, IEnumerable<SweepPoint> points)
    {
        Console.WriteLine(path);
        using var file = new StreamWriter(path);
        file.WriteLine($"{columns},median_ns,lower_quartile_ns,upper_quartile_ns");
        foreach (var point in points)
        {
            var line = string.Create(
                CultureInfo.InvariantCulture,
                $"{point.At},{point.Name},{point.Time.Median * 1e9:F5},{point.Time.LowerQuartile * 1e9:F5},{point.Time.UpperQuartile * 1e9:F5}");
            file.WriteLine(line);
            Console.WriteLine($"  {line}");
        }
    }
}
