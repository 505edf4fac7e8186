using System.Numerics;
using SimdReg.Benchmarks.Support;
using SimdReg.Benchmarks.Timing;

namespace SimdReg.Benchmarks.Bars;

/// <summary>How many times as fast as another SimdReg must be at something.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Type">The element type.</param>
/// <param name="Bars">Numbers of elements, and the ratio that must be reached at each.</param>
/// <param name="Open">Makes what is compared over so many elements, and what frees it.</param>
internal sealed record BarRow(string Name, string Type, IReadOnlyList<Bar> Bars, Func<int, (Comparison Sides, Action Close)> Open)
{
    /// <summary>A row that compares two methods of a benchmark.</summary>
    public static BarRow Of<T, TBenchmarks>(string name, string type, IReadOnlyList<Bar> bars, Func<TBenchmarks, Comparison> sides)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TBenchmarks : SpanBenchmarks<T>, new()
    {
        return new(name, type, bars, Open);

        (Comparison, Action) Open(int count)
        {
            var benchmarks = new TBenchmarks { Count = count };
            benchmarks.Setup();
            return (sides(benchmarks), benchmarks.Cleanup);
        }
    }

    public void WarmUp()
    {
        (Comparison Sides, Action Close)[] opened = [.. Turns.WarmUpCounts.Select(Open)];
        Turns.WarmUp([.. opened.SelectMany(static one => one.Sides.Sides)]);
        foreach (var (_, close) in opened)
        {
            close();
        }
    }

    public Comparison.Outcome Measure(int count, double seconds)
    {
        var (sides, close) = Open(count);

        // Now, so that what was measured before is not collected while this is.
        GC.Collect();
        var outcome = sides.Measure(seconds);
        close();
        return outcome;
    }
}

/// <param name="Count">The number of elements.</param>
/// <param name="Least">The ratio that must be reached; null to print the ratio alone.</param>
internal readonly record struct Bar(int Count, double? Least);
