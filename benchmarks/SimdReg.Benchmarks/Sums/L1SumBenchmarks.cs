using System.Numerics;
using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks.Sums;

/// <summary>How long does it take to sum L1? s·Σ|w|</summary>
/// <remarks>
/// SimdReg rounds the sum correctly; the others sum in the type of the weights, and lose digits.
/// </remarks>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
public class L1SumBenchmarks<T> : SumBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Benchmark]
    public T Scalar_loop() => S * SumOfMagnitudes(Weights);

    [Benchmark(Baseline = true)]
    public T TensorPrimitives_1_pass() => S * TensorPrimitives.SumOfMagnitudes(Weights);

    [Benchmark]
    [BenchmarkCategory(OpenBlas.Category)]
    public T OpenBlas_1_pass() => S * OpenBlas.SumOfMagnitudes(Weights);

    [Benchmark]
    public T SimdReg_1_pass() => Penalty.Sum(Weights, new L1(Strength));

    // Apart, as in L2SumBenchmarks.
    private static T SumOfMagnitudes(ReadOnlySpan<T> weights)
    {
        var sum = T.Zero;
        foreach (var weight in weights)
        {
            sum += T.Abs(weight);
        }

        return sum;
    }
}
