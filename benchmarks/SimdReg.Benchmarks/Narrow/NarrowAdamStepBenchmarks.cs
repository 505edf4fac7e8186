using BenchmarkDotNet.Attributes;

namespace SimdReg.Benchmarks.Narrow;

/// <summary>How long does a step of AdamW take where weights, gradients or moments are narrow?</summary>
public partial class NarrowAdamStepBenchmarks : NarrowStepBenchmarks
{
    private Optimizer<float>? _float;
    private Optimizer<float>? _bfloat16Moments;
    private Optimizer<float>? _eightBitMoments;
    private Optimizer<float>? _stochastic;
    private Optimizer<float>? _kahan;
    private Optimizer<float>? _masterCopy;

    /// <summary>Moments in bfloat16, for the steps that round to nearest.</summary>
    private Optimizer<float> BFloat16Moments => _bfloat16Moments ??= Made(new(NumberFormat.BFloat16));

    [Benchmark(Baseline = true)]
    public void Floats() => (_float ??= Optimizer<float>.Create(new Adam(Rate), new L2(Strength).Decoupled(), Count)).Step(Weights, Gradients);

    [Benchmark]
    public void BFloat16_moments() => BFloat16Moments.Step(Weights, Gradients);

    [Benchmark]
    public void BFloat16_gradients_and_moments() => BFloat16Moments.Step(Weights, NarrowGradients);

    [Benchmark]
    public void EightBit_moments() => (_eightBitMoments ??= Made(new(NumberFormat.EightBit))).Step(Weights, Gradients);

    [Benchmark]
    public void BFloat16_nearest() => BFloat16Moments.Step(NarrowWeights, NarrowGradients);

    /// <summary>Weights and moments are rounded stochastically.</summary>
    [Benchmark]
    public void BFloat16_stochastic() =>
        (_stochastic ??= Made(new(NumberFormat.BFloat16) { Weights = WeightRounding.Stochastic, HasStochasticState = true }))
            .Step(NarrowWeights, NarrowGradients);

    [Benchmark]
    public void BFloat16_Kahan() => (_kahan ??= Made(new(NumberFormat.BFloat16) { Weights = WeightRounding.Kahan })).Step(NarrowWeights, NarrowGradients);

    [Benchmark]
    public void BFloat16_master_copy() =>
        (_masterCopy ??= Made(new(NumberFormat.BFloat16) { Weights = WeightRounding.MasterCopy })).Step(NarrowWeights, NarrowGradients);

    private Optimizer<float> Made(NumberStorage storage) => Optimizer<float>.Create(new Adam(Rate), new L2(Strength).Decoupled(), Count, storage);
}
