using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.TorchSharp;

namespace SimdReg.Benchmarks.Narrow;

/// <content>PyTorch, all in bfloat16.</content>
public partial class NarrowAdamStepBenchmarks
{
    private FusedStep<BFloat16>? _pyTorch;

    [Benchmark]
    public void PyTorch_fused() => (_pyTorch ??= new([(NarrowWeights, NarrowGradients)])).AdamW(Rate, Strength);

    public override void Cleanup() => _pyTorch?.Dispose();
}
