using System.Numerics;
using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks.Steps;

/// <summary>How long does a step of AdamW take: Adam with a decoupled L2 penalty?</summary>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
public partial class AdamStepBenchmarks<T> : RuleBenchmarks<Adam, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T _beta1 = T.CreateTruncating(0.9);
    private static readonly T _beta2 = T.CreateTruncating(0.999);
    private static readonly T _epsilon = T.CreateTruncating(1e-8);

    /// <summary>No step, but what memory allows: two sevenths of a step's bytes.</summary>
    [Benchmark]
    public void Memory_copy() => Copy.Run();

    protected override Adam Rule { get; } = new(Rate);

    protected override double InitialState => 0.5;

    protected override void Update(T[] weights, T[] gradients, UpdateState<Adam, T> state) =>
        Rule.Step(weights, gradients, new L2(Strength).Decoupled(), state);

    protected override StepMeasure<T> MeasuredUpdate(T[] weights, T[] gradients, UpdateState<Adam, T> state) =>
        Rule.MeasuredStep(weights, gradients, new L2(Strength).Decoupled(), state);

    // Both bias corrections can be multiplied into α and ε, as after many steps they are anyway.
    protected override void Compose(Span<T> weights, ReadOnlySpan<T> gradients, Span<T> first, Span<T> second, Span<T> scratch)
    {
        TensorPrimitives.Multiply(first, _beta1, first);
        TensorPrimitives.MultiplyAdd(gradients, T.One - _beta1, first, first);
        TensorPrimitives.Multiply(gradients, gradients, scratch);
        TensorPrimitives.Multiply(second, _beta2, second);
        TensorPrimitives.MultiplyAdd(scratch, T.One - _beta2, second, second);
        TensorPrimitives.Sqrt(second, scratch);
        TensorPrimitives.Add(scratch, _epsilon, scratch);
        TensorPrimitives.Divide(first, scratch, scratch);
        TensorPrimitives.Multiply(weights, T.One - AlphaS, weights);
        TensorPrimitives.MultiplyAdd(scratch, -Alpha, weights, weights);
    }
}
