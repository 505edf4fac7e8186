using System.Numerics;
using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks.Sums;

/// <summary>How long do Σ|w| and Σw² take together?</summary>
/// <remarks>
/// SimdReg rounds both sums correctly; the others lose digits. It also finds the largest magnitude and counts the weights
/// that are not zero and those that are not finite; the others do not.
/// </remarks>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
public class BothSumsBenchmarks<T> : SumBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Benchmark]
    public (T Magnitudes, T Squares) Scalar_loop() => Sums(Weights);

    [Benchmark(Baseline = true)]
    public (T Magnitudes, T Squares) TensorPrimitives_2_passes() =>
        (TensorPrimitives.SumOfMagnitudes(Weights), TensorPrimitives.SumOfSquares(Weights));

    [Benchmark]
    public (T Magnitudes, T Squares) TensorPrimitives_2_passes_in_blocks()
    {
        var (magnitudes, squares) = (T.Zero, T.Zero);
        for (var start = 0; start < Count; start += BlockLength)
        {
            var block = Weights.Slice(start, Math.Min(BlockLength, Count - start));
            magnitudes += TensorPrimitives.SumOfMagnitudes(block);
            squares += TensorPrimitives.SumOfSquares(block);
        }

        return (magnitudes, squares);
    }

    [Benchmark]
    [BenchmarkCategory(OpenBlas.Category)]
    public (T Magnitudes, double Squares) OpenBlas_2_passes() =>
        (OpenBlas.SumOfMagnitudes(Weights), OpenBlas.SumOfSquaresByDsdot(Weights));

    [Benchmark]
    public WeightSums<T> SimdReg_1_pass() => WeightSums.Measure(Weights);

    // Apart, as in L2SumBenchmarks.
    private static (T Magnitudes, T Squares) Sums(ReadOnlySpan<T> weights)
    {
        var (magnitudes, squares) = (T.Zero, T.Zero);
        foreach (var weight in weights)
        {
            magnitudes += T.Abs(weight);
            squares += weight * weight;
        }

        return (magnitudes, squares);
    }
}
