namespace SimdReg.Benchmarks.Bars;

/// <summary>SimdReg and what it is compared with, on the same numbers.</summary>
/// <param name="Ours">SimdReg.</param>
/// <param name="Theirs">The other.</param>
/// <param name="Shared">What both do besides, and what is therefore taken off both.</param>
internal sealed record Comparison(Calls Ours, Calls Theirs, Calls? Shared = null)
{
    // Long enough for the JIT to have noticed and compiled again what is called often.
    private const double WarmUp = 0.25;
    private const double SampleTime = 0.5e-3;
    private const int FewestSamples = 9;

    /// <summary>Times the two in turn, so that what else the machine does hits both alike.</summary>
    /// <param name="seconds">How long that may take.</param>
    public Outcome Measure(double seconds)
    {
        Calls[] all = Shared is null ? [Ours, Theirs] : [Ours, Theirs, Shared];
        var counts = all.Select(CallsOfASample).ToArray();
        var times = all.Select(_ => new List<double>()).ToArray();
        var end = DateTime.UtcNow.AddSeconds(seconds);
        for (var round = 0; round < FewestSamples || DateTime.UtcNow < end; round++)
        {
            for (var i = 0; i < all.Length; i++)
            {
                var turn = (round + i) % all.Length;
                times[turn].Add(all[turn].Time(counts[turn]));
            }
        }

        var shared = Shared is null ? 0 : Median(times[2]);
        return new(Median(times[0]) - shared, Median(times[1]) - shared);
    }

    /// <summary>Warms a side up, and says how often it has to be called for a sample.</summary>
    private static int CallsOfASample(Calls side)
    {
        var count = 1;
        var best = double.MaxValue;
        for (var end = DateTime.UtcNow.AddSeconds(WarmUp); DateTime.UtcNow < end;)
        {
            best = Math.Min(best, side.Time(count) + 1e-9);
            count = (int)Math.Max(1, SampleTime / best);
        }

        return count;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    /// <summary>Seconds a call.</summary>
    internal readonly record struct Outcome(double Ours, double Theirs);
}
