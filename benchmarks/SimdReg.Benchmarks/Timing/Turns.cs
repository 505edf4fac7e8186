using System.Runtime;

namespace SimdReg.Benchmarks.Timing;

/// <summary>Times several sides in turn, so that what else the machine does hits all alike.</summary>
internal static class Turns
{
    private const double SampleTime = 0.5e-3;
    private const int FewestSamples = 9;

    // The JIT waits until it has had nothing new for a tenth of a second, then counts 30 calls. The rest is for those calls.
    private const double QuietTime = 0.25;
    private const double LongestWarmUp = 3;

    /// <summary>Lengths to warm up with, from the shortest to a long one: the JIT compiles what they need, and lays it out for them.</summary>
    public static IReadOnlyList<int> WarmUpCounts { get; } = [1 << 6, 1 << 12, 1 << 19];

    /// <summary>Calls all in turn, until the JIT has compiled again what it sees called often.</summary>
    public static void WarmUp(IReadOnlyList<Calls> sides)
    {
        var end = DateTime.UtcNow.AddSeconds(LongestWarmUp);
        var (compiled, quietSince) = (-1L, DateTime.UtcNow);
        for (var now = quietSince; now < end && (now - quietSince).TotalSeconds < QuietTime; now = DateTime.UtcNow)
        {
            foreach (var side in sides)
            {
                side.Time(1);
            }

            if (compiled != JitInfo.GetCompiledMethodCount())
            {
                (compiled, quietSince) = (JitInfo.GetCompiledMethodCount(), DateTime.UtcNow);
            }
        }
    }

    /// <param name="sides">What is timed.</param>
    /// <param name="seconds">How long that may take: longer only where so few samples need longer.</param>
    /// <returns>How long a call of each takes.</returns>
    public static Spread[] Measure(IReadOnlyList<Calls> sides, double seconds)
    {
        var counts = sides.Select(CallsOfASample).ToArray();
        var times = sides.Select(_ => new List<double>()).ToArray();
        var end = DateTime.UtcNow.AddSeconds(seconds);
        for (var round = 0; round < FewestSamples || DateTime.UtcNow < end; round++)
        {
            for (var i = 0; i < sides.Count; i++)
            {
                var turn = (round + i) % sides.Count;
                times[turn].Add(sides[turn].Time(counts[turn]));
            }
        }

        return [.. times.Select(Spread.Of)];
    }

    private static int CallsOfASample(Calls side)
    {
        var count = 1;
        while (side.Time(count) * count < SampleTime)
        {
            count *= 2;
        }

        return count;
    }
}
