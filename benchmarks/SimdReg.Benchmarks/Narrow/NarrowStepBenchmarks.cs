using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks.Narrow;

/// <summary>Weights and gradients as floats, and the same rounded to bfloat16.</summary>
public abstract class NarrowStepBenchmarks : UpdateBenchmarks<float>
{
    protected BFloat16[] NarrowWeights { get; private set; } = [];

    protected BFloat16[] NarrowGradients { get; private set; } = [];

    public override void Setup()
    {
        base.Setup();
        (NarrowWeights, NarrowGradients) = (new BFloat16[Count], new BFloat16[Count]);
        Numbers.Round(Weights, NarrowWeights);
        Numbers.Round(Gradients, NarrowGradients);
    }
}
