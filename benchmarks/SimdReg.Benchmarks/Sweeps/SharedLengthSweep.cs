using SimdReg.Benchmarks.Steps;
using SimdReg.Benchmarks.Support;
using SimdReg.Benchmarks.Timing;

namespace SimdReg.Benchmarks.Sweeps;

/// <summary>Steps over floats on one thread and on two, in turn, from a length that is not shared to one that no cache holds.</summary>
internal static class SharedLengthSweep
{
    private const int Kilo = 1 << 10;
    private const double SecondsForSide = 1;

    private static readonly int[] _lengths = [64 * Kilo, 128 * Kilo, 256 * Kilo, 512 * Kilo, 1024 * Kilo, 16 * 1024 * Kilo];

    public static IEnumerable<Point> Steps() => [.. Over<AdamStepThreadsBenchmarks<float>>("AdamW"), .. Over<L2StepThreadsBenchmarks<float>>("L2 step")];

    private static IEnumerable<Point> Over<TBenchmarks>(string name)
        where TBenchmarks : ThreadsBenchmarks<float>, new()
    {
        foreach (var count in _lengths)
        {
            var benchmarks = new TBenchmarks { Count = count };
            benchmarks.Setup();
            Calls[] sides = [Calls.Of(() => benchmarks.StepOn(1)), Calls.Of(() => benchmarks.StepOn(2))];
            Turns.WarmUp(sides);
            var times = Turns.Measure(sides, SecondsForSide * sides.Length);
            benchmarks.Cleanup();
            yield return new(count, name, times[0] / count, times[1] / count);
        }
    }

    /// <summary>A length, and seconds an element on one thread and on two.</summary>
    internal readonly record struct Point(int Count, string Name, Spread One, Spread Two)
    {
        /// <summary>How many times as fast two threads are.</summary>
        public double Ratio => One.Median / Two.Median;
    }
}
