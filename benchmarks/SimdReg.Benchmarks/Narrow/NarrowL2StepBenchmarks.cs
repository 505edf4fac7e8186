using BenchmarkDotNet.Attributes;

namespace SimdReg.Benchmarks.Narrow;

/// <summary>How long does a step under L2 take where weights and gradients are narrow? w ← w − α·(g + s·w)</summary>
public class NarrowL2StepBenchmarks : NarrowStepBenchmarks
{
    private Optimizer<float>? _float;
    private Optimizer<float>? _nearest;

    [Benchmark(Baseline = true)]
    public void Floats() => (_float ??= Optimizer<float>.Create(new Sgd(Rate), new L2(Strength), Count)).Step(Weights, Gradients);

    [Benchmark]
    public void BFloat16_nearest() =>
        (_nearest ??= Optimizer<float>.Create(new Sgd(Rate), new L2(Strength).Coupled(), Count, default)).Step(NarrowWeights, NarrowGradients);
}
