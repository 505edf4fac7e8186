using System.Numerics;
using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks;

/// <summary>How long does it take to sum L2? (s/2)·Σw²</summary>
/// <remarks>
/// SimdReg rounds the sum correctly. OpenBLAS sums floats in <see langword="double"/>, and loses digits of doubles; the
/// others sum in the type of the weights, and lose digits of both.
/// </remarks>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
public class L2SumBenchmarks<T> : SumBenchmarks<T>
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
    public T TensorPrimitives_1_pass() => S * TensorPrimitives.SumOfSquares(Weights) / T.CreateTruncating(2);

    [Benchmark]
    [BenchmarkCategory(OpenBlas.Category)]
    public T OpenBlas_1_pass() => S * T.CreateTruncating(OpenBlas.SumOfSquares(Weights)) / T.CreateTruncating(2);

    [Benchmark]
    public T SimdReg_1_pass() => Penalty.Of(Weights, new L2(Strength));
}
