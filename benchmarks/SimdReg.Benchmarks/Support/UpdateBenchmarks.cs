using System.Numerics;
using BenchmarkDotNet.Attributes;

namespace SimdReg.Benchmarks.Support;

/// <summary>Weights and gradients to update in place, from a few that fit into any cache to more than fit into most.</summary>
/// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
public abstract class UpdateBenchmarks<T> : SpanBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // A benchmark takes up to 10⁸ steps on the same weights. At this rate none moves by more than 10⁻³ in all of them,
    // so none becomes zero, subnormal or infinite, where arithmetic would take another time.
    protected internal const double Rate = 1e-12;

    /// <summary>α</summary>
    protected static readonly T Alpha = T.CreateTruncating(Rate);

    /// <summary>α·s</summary>
    protected static readonly T AlphaS = T.CreateTruncating(Rate * Strength);

    /// <summary>A step composed of several passes.</summary>
    protected delegate void Composition(Span<T> weights, ReadOnlySpan<T> gradients, Span<T> scratch);

    [Params(1 << 6, 1 << 12, 1 << 15, 1 << 20, 1 << 24)]
    public override int Count { get; set; }

    /// <summary>A copy of as many elements, in arrays of its own: made where it is asked for.</summary>
    protected MemoryCopy<T> Copy => field ??= new(Count);

    protected T[] Weights { get; private set; } = [];

    protected T[] Gradients { get; private set; } = [];

    /// <summary>Room for what must be kept from one pass to the next. At first each element is α·s.</summary>
    protected T[] Scratch { get; private set; } = [];

    // Each benchmark has a process of its own. The same arrays are made in the same order in all of them, so that all
    // walk the same numbers at the same alignment.
    [GlobalSetup]
    public override void Setup()
    {
        var random = new Random(Seed: 1);
        Weights = new T[Count];
        Gradients = new T[Count];
        Scratch = new T[Count];
        Numbers.Fill<T>(Weights, random);
        Numbers.Fill<T>(Gradients, random);
        Array.Fill(Scratch, AlphaS);
    }

    /// <summary>Takes all passes over one block before the next, which then find it in the first-level cache.</summary>
    protected void InBlocks(Composition step)
    {
        for (var start = 0; start < Count; start += BlockLength)
        {
            var length = Math.Min(BlockLength, Count - start);
            step(Weights.AsSpan(start, length), Gradients.AsSpan(start, length), Scratch.AsSpan(start, length));
        }
    }
}
