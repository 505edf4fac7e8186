using System.Numerics;
using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks.Steps;

/// <summary>Does it matter where in a cache line weights and gradients start? w ← w − α·(g + s·w)</summary>
/// <remarks>
/// The runtime aligns arrays to 8 bytes. The elements of one that starts on a cache line start 16 bytes past it, and 2ⁿ elements
/// and 24 bytes further those of the next. Both rows walk the same memory of the runtime, pinned, and differ in the starts alone.
/// </remarks>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
public class AlignmentBenchmarks<T> : SpanBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Line = 64;
    private const int First = 16;
    private const int Second = 40;

    private T[] _weights = [];
    private T[] _gradients = [];

    [Params(1 << 12, 1 << 15, 1 << 20, 1 << 24)]
    public override int Count { get; set; }

    [GlobalSetup]
    public override void Setup()
    {
        var random = new Random(Seed: 1);
        _weights = Made(random);
        _gradients = Made(random);
    }

    [Benchmark(Baseline = true)]
    public void Aligned_array() => Step(0, 0);

    [Benchmark]
    public void Ordinary_array() => Step(First, Second);

    private void Step(int weightsPastLine, int gradientsPastLine) =>
        new Sgd(UpdateBenchmarks<T>.Rate).Step(Part(_weights, weightsPastLine), Part(_gradients, gradientsPastLine), new L2(Strength));

    private T[] Made(Random random)
    {
        var numbers = GC.AllocateUninitializedArray<T>(Count + (2 * Line / Unsafe.SizeOf<T>()), pinned: true);
        Numbers.Fill<T>(numbers, random);
        return numbers;
    }

    private unsafe Span<T> Part(T[] numbers, int bytesPastLine)
    {
        var past = (int)((nuint)Unsafe.AsPointer(ref numbers[0]) % Line);
        return numbers.AsSpan((Line - past + bytesPastLine) / sizeof(T), Count);
    }
}
