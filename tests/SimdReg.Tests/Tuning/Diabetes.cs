using System.Globalization;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Tuning;

/// <summary>The diabetes data as linear models.</summary>
internal static class Diabetes
{
    private static readonly double[][] _columns = Read();

    /// <summary>All 442 patients: ten columns of mean 0 and variance 1 (of m, not m − 1), and the target with a mean of 0.</summary>
    public static LinearModel Standardised { get; } = new(
        [.. _columns[..10].Select(column => Standardise(column, column.Length))], Centered(_columns[10], _columns[10].Length));

    /// <summary>The quickstart's 65 features of 150 patients, as docs/data/README.md states them.</summary>
    public static LinearModel Quickstart { get; } = QuickstartOf(150);

    /// <summary>The target as it is.</summary>
    public static double[] Progression => _columns[10];

    private static LinearModel QuickstartOf(int count)
    {
        double[][] measurements = [.. _columns[..10].Select(column => Standardise(column, count))];
        var products =
            from i in Enumerable.Range(0, 10)
            from j in Enumerable.Range(i, 10 - i)
            select measurements[i].Zip(measurements[j], (x, y) => x * y).ToArray();
        return new(
            [.. measurements.Concat(products).Select(column => Standardise(column, count)[..count])], Centered(_columns[10], count)[..count]);
    }

    private static double[] Centered(double[] column, int count)
    {
        var mean = column.Take(count).Average();
        return [.. column.Select(x => x - mean)];
    }

    private static double[] Standardise(double[] column, int count)
    {
        var centred = Centered(column, count);
        var deviation = Math.Sqrt(centred.Take(count).Average(x => x * x));
        return [.. centred.Select(x => x / deviation)];
    }

    private static double[][] Read()
    {
        var rows = File.ReadLines(Repository.PathTo("docs/data/diabetes.csv"))
            .Skip(1)
            .Select(line => line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())
            .ToArray();
        return [.. Enumerable.Range(0, 11).Select(j => rows.Select(row => row[j]).ToArray())];
    }
}
