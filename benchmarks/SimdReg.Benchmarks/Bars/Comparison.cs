using SimdReg.Benchmarks.Timing;

namespace SimdReg.Benchmarks.Bars;

/// <summary>SimdReg and what it is compared with, on the same numbers.</summary>
/// <param name="Ours">SimdReg.</param>
/// <param name="Theirs">The other.</param>
internal sealed record Comparison(Calls Ours, Calls Theirs)
{
    /// <summary>What both do besides, and what is therefore taken off both.</summary>
    public Calls? Shared { get; init; }

    /// <summary>How many bytes ours moves for each of theirs: 1 where speed is not that of memory.</summary>
    public double Bytes { get; init; } = 1;

    public IReadOnlyList<Calls> Sides => Shared is null ? [Ours, Theirs] : [Ours, Theirs, Shared];

    /// <param name="seconds">How long that may take.</param>
    public Outcome Measure(double seconds)
    {
        var spreads = Turns.Measure(Sides, seconds);
        var shared = Shared is null ? 0 : spreads[2].Median;
        var (ours, theirs) = (spreads[0].Median - shared, spreads[1].Median - shared);
        return new(ours, theirs, theirs / ours * Bytes);
    }

    /// <param name="Ours">Seconds a call, the median.</param>
    /// <param name="Theirs">The same of the other.</param>
    /// <param name="Ratio">How many times as fast ours is.</param>
    internal readonly record struct Outcome(double Ours, double Theirs, double Ratio);
}
