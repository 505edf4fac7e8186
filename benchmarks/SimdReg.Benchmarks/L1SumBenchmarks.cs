using System.Numerics;
using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks;

/// <summary>How long does it take to sum L1? s·Σ|w|</summary>
/// <remarks>
/// SimdReg sums floats in <see langword="double"/>; the others sum them in <see langword="float"/>, and lose digits.
/// </remarks>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
public class L1SumBenchmarks<T> : SpanBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Benchmark]
    public T Scalar_loop()
    {
        var sum = T.Zero;
        foreach (var weight in Weights)
        {
            sum += T.Abs(weight);
        }

        return S * sum;
    }

    [Benchmark(Baseline = true)]
    public T TensorPrimitives_1_pass() => S * TensorPrimitives.SumOfMagnitudes<T>(Weights);

    [Benchmark]
    public T SimdReg_1_pass() => Penalty.Of<T, L1>(Weights, new L1(Strength));
}
