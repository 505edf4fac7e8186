using SimdReg.Benchmarks.Steps;
using SimdReg.Benchmarks.Timing;

namespace SimdReg.Benchmarks.Sweeps;

/// <summary>The speed of steps over 16 M floats, on one thread and on more, up to one for each processor.</summary>
internal static class ThreadSweep
{
    private const int ElementCount = 1 << 24;
    private const double SecondsForSide = 1;

    public static IEnumerable<SweepPoint> Steps()
    {
        var step = new L2StepThreadsBenchmarks<float> { Count = ElementCount };
        var adam = new AdamStepThreadsBenchmarks<float> { Count = ElementCount };
        step.Setup();
        adam.Setup();

        (int Threads, string Name, Calls Calls)[] sides =
        [
            .. L2StepThreadsBenchmarks<float>.ThreadCounts.Select(threads => (threads, "L2 step", Calls.Of(() => step.StepOn(threads)))),
            .. AdamStepThreadsBenchmarks<float>.ThreadCounts.Select(threads => (threads, "AdamW", Calls.Of(() => adam.StepOn(threads)))),
        ];
        Calls[] calls = [.. sides.Select(static side => side.Calls)];
        Turns.WarmUp(calls);
        var times = Turns.Measure(calls, SecondsForSide * calls.Length);
        return sides.Zip(times, static (side, time) => new SweepPoint(side.Threads, side.Name, time / ElementCount));
    }
}
