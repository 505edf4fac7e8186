using System.Numerics;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;

namespace SimdReg.Benchmarks.Support;

/// <summary>Weights to sum, from a few that fit into any cache to more than fit into most.</summary>
/// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
public abstract unsafe class SumBenchmarks<T> : SpanBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // A cache line. A managed array starts anywhere in one: a sum in the first-level cache would be charged for loads
    // across two lines, and not every time for equally many.
    protected const int Alignment = 64;

    private T* _weights;
    private T[]? _array;

    [Params(1 << 6, 1 << 12, 1 << 15, 1 << 20, 1 << 24)]
    public override int Count { get; set; }

    /// <summary>Weights that start on a cache line.</summary>
    protected ReadOnlySpan<T> Weights => new(_weights, Count);

    /// <summary>The same weights, for what sums nothing but arrays.</summary>
    /// <remarks>That goes one number at a time, and no number lies across two lines. Made where it is asked for: not all rows ask.</remarks>
    protected T[] WeightArray => _array ??= Weights.ToArray();

    [GlobalSetup]
    public override void Setup()
    {
        _weights = (T*)NativeMemory.AlignedAlloc((nuint)Count * (nuint)sizeof(T), Alignment);
        Numbers.Fill(new Span<T>(_weights, Count), new Random(Seed: 1));
    }

    [GlobalCleanup]
    public override void Cleanup() => NativeMemory.AlignedFree(_weights);
}
