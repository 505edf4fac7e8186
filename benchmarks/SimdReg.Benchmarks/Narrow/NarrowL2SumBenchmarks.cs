using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks.Narrow;

/// <summary>How long does it take to sum L2 over narrow weights? (s/2)·Σw²</summary>
/// <remarks>Both sums are correctly rounded.</remarks>
public unsafe class NarrowL2SumBenchmarks : SumBenchmarks<float>
{
    private BFloat16* _narrow;

    private ReadOnlySpan<BFloat16> NarrowWeights => new(_narrow, Count);

    public override void Setup()
    {
        base.Setup();
        _narrow = (BFloat16*)NativeMemory.AlignedAlloc((nuint)Count * (nuint)sizeof(BFloat16), Alignment);
        Numbers.Round(Weights, new Span<BFloat16>(_narrow, Count));
    }

    [Benchmark(Baseline = true)]
    public float Floats() => Penalty.Sum(Weights, new L2(Strength));

    [Benchmark]
    public float BFloat16_weights() => Penalty.Sum(NarrowWeights, new L2(Strength));

    public override void Cleanup()
    {
        NativeMemory.AlignedFree(_narrow);
        base.Cleanup();
    }
}
