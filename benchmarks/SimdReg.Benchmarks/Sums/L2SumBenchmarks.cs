using System.Numerics;
using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks.Sums;

/// <summary>How long does it take to sum L2? (s/2)·Σw²</summary>
/// <remarks>
/// SimdReg rounds the sum correctly. The others sum in the type of the weights, and lose digits; <c>dsdot</c> of OpenBLAS sums every
/// 32 floats so, and these sums in <see langword="double"/>.
/// </remarks>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
public class L2SumBenchmarks<T> : SumBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Benchmark]
    public T Scalar_loop() => S * SumOfSquares(Weights) / T.CreateTruncating(2);

    [Benchmark]
    [BenchmarkCategory(Settings.Once)]
    public T Linq() => S * WeightArray.Aggregate(T.Zero, static (sum, w) => sum + (w * w)) / T.CreateTruncating(2);

    [Benchmark(Baseline = true)]
    public T TensorPrimitives_1_pass() => S * TensorPrimitives.SumOfSquares(Weights) / T.CreateTruncating(2);

    [Benchmark]
    public T MathNet_1_pass() => S * MathNetProvider<T>.Managed.DotProduct(WeightArray, WeightArray) / T.CreateTruncating(2);

    [Benchmark]
    [BenchmarkCategory(OpenBlas.Category)]
    public T OpenBlas_1_pass() => S * OpenBlas.SumOfSquares(Weights) / T.CreateTruncating(2);

    [Benchmark]
    [BenchmarkCategory(OpenBlas.Category, Settings.Floats)]
    public T OpenBlas_1_pass_of_dsdot() => S * T.CreateTruncating(OpenBlas.SumOfSquaresByDsdot(Weights)) / T.CreateTruncating(2);

    [Benchmark]
    public T SimdReg_1_pass() => Penalty.Sum(Weights, new L2(Strength));

    // Apart from the benchmark, where the JIT keeps the sum in memory instead of a register and the loop takes three times as long.
    private static T SumOfSquares(ReadOnlySpan<T> weights)
    {
        var sum = T.Zero;
        foreach (var weight in weights)
        {
            sum += weight * weight;
        }

        return sum;
    }
}
