using System.Numerics;
using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;

namespace SimdReg.Benchmarks.Support;

/// <summary>Weights and gradients, from a few that fit into any cache to more than fit into most.</summary>
/// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
[Config(typeof(Settings))]
public abstract class SpanBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // A benchmark takes up to 10⁸ steps on the same weights. At this rate none moves by more than 10⁻³ in all of them,
    // so none becomes zero, subnormal or infinite, where arithmetic would take another time.
    protected const double Rate = 1e-12;
    protected const double Strength = 0.1;

    /// <summary>α</summary>
    protected static readonly T Alpha = T.CreateTruncating(Rate);

    /// <summary>s</summary>
    protected static readonly T S = T.CreateTruncating(Strength);

    /// <summary>α·s</summary>
    protected static readonly T AlphaS = T.CreateTruncating(Rate * Strength);

    /// <summary>8 KiB: of this length three spans together fit into a first-level cache.</summary>
    protected static readonly int BlockLength = 8192 / Unsafe.SizeOf<T>();

    /// <summary>A step composed of several passes.</summary>
    protected delegate void Composition(Span<T> weights, ReadOnlySpan<T> gradients, Span<T> scratch);

    [Params(1 << 10, 1 << 15, 1 << 20, 1 << 24)]
    public int Count { get; set; }

    protected T[] Weights { get; private set; } = [];

    protected T[] Gradients { get; private set; } = [];

    /// <summary>Room for what must be kept from one pass to the next. At first each element is α·s.</summary>
    protected T[] Scratch { get; private set; } = [];

    // Each benchmark has a process of its own. The same arrays are made in the same order in all of them, so that all
    // walk the same numbers at the same alignment.
    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(Seed: 1);
        Weights = Numbers(random);
        Gradients = Numbers(random);
        Scratch = new T[Count];
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

    /// <summary>Magnitudes between ½ and 1, of either sign.</summary>
    private T[] Numbers(Random random)
    {
        var numbers = new T[Count];
        foreach (ref var number in numbers.AsSpan())
        {
            var value = (2 * random.NextDouble()) - 1;
            number = T.CreateTruncating((value + Math.CopySign(1, value)) / 2);
        }

        return numbers;
    }
}
