using System.Numerics;
using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks.Steps;

/// <summary>What does a step under L2 cost where numbers are subnormal? w ← w − α·(g + s·w)</summary>
/// <remarks>
/// A step leaves no weight subnormal, so every row restores the weights before it steps: each includes the same copy,
/// and <see cref="Copy_alone"/> is what to subtract from two rows before they are divided.
/// </remarks>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
public class SubnormalStepBenchmarks<T> : SpanBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // With this rate a subnormal weight without a gradient stays subnormal until the result is stored.
    private const double Rate = 0.01;

    private T[] _kept = [];
    private T[] _weights = [];
    private T[] _gradients = [];

    private delegate void Fill(Span<T> numbers, Random random);

    [Params(1 << 12, 1 << 15, 1 << 20, 1 << 24)]
    public override int Count { get; set; }

    [GlobalSetup(Targets = [nameof(Ordinary), nameof(Copy_alone)])]
    public override void Setup() => Setup(Numbers.Fill, Numbers.Fill);

    [GlobalSetup(Target = nameof(Subnormal_weights))]
    public void SetupSubnormalWeights() => Setup(Numbers.FillSubnormal, Numbers.Fill);

    [GlobalSetup(Target = nameof(Subnormal_weights_zero_gradients))]
    public void SetupDecay() => Setup(Numbers.FillSubnormal, static (numbers, _) => numbers.Clear());

    [GlobalSetup(Target = nameof(Subnormal_gradients))]
    public void SetupSubnormalGradients() => Setup(Numbers.Fill, Numbers.FillSubnormal);

    [GlobalSetup(Target = nameof(Subnormal_weights_and_gradients))]
    public void SetupSubnormal() => Setup(Numbers.FillSubnormal, Numbers.FillSubnormal);

    [Benchmark(Baseline = true)]
    public void Ordinary() => RestoreAndStep();

    [Benchmark]
    public void Subnormal_weights() => RestoreAndStep();

    /// <summary>Where decay alone moves the weights, which is how they become subnormal.</summary>
    [Benchmark]
    public void Subnormal_weights_zero_gradients() => RestoreAndStep();

    [Benchmark]
    public void Subnormal_gradients() => RestoreAndStep();

    [Benchmark]
    public void Subnormal_weights_and_gradients() => RestoreAndStep();

    [Benchmark]
    public void Copy_alone() => Restore();

    private void Restore() => _kept.AsSpan(0, Count).CopyTo(_weights);

    private void RestoreAndStep()
    {
        Restore();
        new Sgd(Rate).Step(_weights.AsSpan(0, Count), _gradients.AsSpan(0, Count), new L2(Strength));
    }

    // The rows differ in what is in the arrays alone, not in where they lie.
    private void Setup(Fill weights, Fill gradients)
    {
        var random = new Random(Seed: 1);
        _kept = new T[Count + MemoryCopy<T>.Spacing];
        _weights = new T[Count + MemoryCopy<T>.Spacing];
        _gradients = new T[Count + MemoryCopy<T>.Spacing];
        weights(_kept, random);
        gradients(_gradients, random);
    }
}
