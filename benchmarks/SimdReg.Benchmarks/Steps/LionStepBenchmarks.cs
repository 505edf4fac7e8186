using System.Numerics;
using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks.Steps;

/// <summary>How long does a step of Lion take under a decoupled L2 penalty?</summary>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
public class LionStepBenchmarks<T> : RuleBenchmarks<Lion, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T _beta1 = T.CreateTruncating(0.9);
    private static readonly T _beta2 = T.CreateTruncating(0.99);

    protected override Lion Rule { get; } = new(Rate);

    protected override double InitialState => 0.5;

    protected override void Update(T[] weights, T[] gradients, UpdateState<Lion, T> state) =>
        Rule.Step(weights, gradients, new L2(Strength).Decoupled(), state);

    protected override StepMeasure<T> MeasuredUpdate(T[] weights, T[] gradients, UpdateState<Lion, T> state) =>
        Rule.MeasuredStep(weights, gradients, new L2(Strength).Decoupled(), state);

    // α takes the sign of what Lion takes the sign of: one call instead of a sign that is an integer, and its conversion.
    protected override void Compose(Span<T> weights, ReadOnlySpan<T> gradients, Span<T> first, Span<T> second, Span<T> scratch)
    {
        TensorPrimitives.Multiply(first, _beta1, scratch);
        TensorPrimitives.MultiplyAdd(gradients, T.One - _beta1, scratch, scratch);
        TensorPrimitives.CopySign(second, scratch, scratch);
        TensorPrimitives.Multiply(first, _beta2, first);
        TensorPrimitives.MultiplyAdd(gradients, T.One - _beta2, first, first);
        TensorPrimitives.Multiply(weights, T.One - AlphaS, weights);
        TensorPrimitives.MultiplyAdd(scratch, -Alpha, weights, weights);
    }
}
