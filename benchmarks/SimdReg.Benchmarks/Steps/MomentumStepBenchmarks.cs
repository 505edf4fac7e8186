using System.Numerics;
using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks.Steps;

/// <summary>How long does u ← μ·u + g + s·w, w ← w − α·u take?</summary>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
public class MomentumStepBenchmarks<T> : RuleBenchmarks<Momentum, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T _coefficient = T.CreateTruncating(0.9);

    protected override Momentum Rule { get; } = new(Rate, 0.9);

    protected override void Compose(Span<T> weights, ReadOnlySpan<T> gradients, Span<T> first, Span<T> second, Span<T> scratch)
    {
        TensorPrimitives.MultiplyAdd(first, _coefficient, gradients, first);
        TensorPrimitives.MultiplyAdd(weights, S, first, first);
        TensorPrimitives.MultiplyAdd(first, -Alpha, weights, weights);
    }
}
