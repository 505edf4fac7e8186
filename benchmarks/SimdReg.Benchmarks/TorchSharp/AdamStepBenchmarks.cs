using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.TorchSharp;

namespace SimdReg.Benchmarks.Steps;

/// <content>PyTorch.</content>
public partial class AdamStepBenchmarks<T>
{
    private FusedStep<T>? _pyTorch;

    [Benchmark]
    public void PyTorch_fused() => (_pyTorch ??= new([(Weights, Gradients)])).AdamW(Rate, Strength);

    public override void Cleanup() => _pyTorch?.Dispose();
}
