using System.Numerics;
using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks.Steps;

/// <summary>How long does a step of Adagrad take under a coupled L2 penalty?</summary>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
public class AdagradStepBenchmarks<T> : RuleBenchmarks<Adagrad, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T _epsilon = T.CreateTruncating(1e-10);

    protected override Adagrad Rule { get; } = new(Rate);

    protected override double InitialState => 0.5;

    // The second span holds the effective gradient.
    protected override void Compose(Span<T> weights, ReadOnlySpan<T> gradients, Span<T> first, Span<T> second, Span<T> scratch)
    {
        TensorPrimitives.MultiplyAdd(weights, S, gradients, second);
        TensorPrimitives.MultiplyAdd(second, second, first, first);
        TensorPrimitives.Sqrt(first, scratch);
        TensorPrimitives.Add(scratch, _epsilon, scratch);
        TensorPrimitives.Divide(second, scratch, scratch);
        TensorPrimitives.MultiplyAdd(scratch, -Alpha, weights, weights);
    }
}
