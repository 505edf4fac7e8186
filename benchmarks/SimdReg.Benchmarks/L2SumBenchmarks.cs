using System.Numerics;
using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks;

/// <summary>How long does it take to sum L2? (s/2)·Σw²</summary>
/// <remarks>
/// SimdReg sums floats in <see langword="double"/>; the others sum them in <see langword="float"/>, and lose digits.
/// </remarks>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
public class L2SumBenchmarks<T> : SpanBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Benchmark]
    public T Scalar_loop()
    {
        var sum = T.Zero;
        foreach (var weight in Weights)
        {
            sum += weight * weight;
        }

        return S * sum / T.CreateTruncating(2);
    }

    [Benchmark(Baseline = true)]
    public T TensorPrimitives_1_pass() => S * TensorPrimitives.SumOfSquares<T>(Weights) / T.CreateTruncating(2);

    [Benchmark]
    public T SimdReg_1_pass() => Penalty.Of<T, L2>(Weights, new L2(Strength));
}
