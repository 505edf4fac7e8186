using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.TorchSharp;

namespace SimdReg.Benchmarks.Support;

/// <content>PyTorch, over the small arrays. It has the same decay for all of them.</content>
public abstract partial class ParameterSetBenchmarks<TRule, T>
{
    private FusedStep<T>? _pyTorch;

    [Benchmark]
    public void PyTorch_fused_many_arrays()
    {
        _pyTorch ??= new(_many.Arrays.Select(static array => ((ReadOnlyMemory<T>)array.Weights, array.Gradients)));
        if (typeof(TRule) == typeof(Adam))
        {
            _pyTorch.AdamW(Rate, Strength);
        }
        else
        {
            _pyTorch.Sgd(Rate, Strength);
        }
    }

    public override void Cleanup() => _pyTorch?.Dispose();
}
