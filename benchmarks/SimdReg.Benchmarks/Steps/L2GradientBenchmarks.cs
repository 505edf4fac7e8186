using System.Numerics;
using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks.Steps;

/// <summary>How long does it take to add the gradient of L2? g ← g + s·w</summary>
/// <remarks>
/// The strength is α·s here, so that the gradients stay where they are as well.
/// </remarks>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
public class L2GradientBenchmarks<T> : UpdateBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Benchmark]
    public void Scalar_loop()
    {
        var (w, g) = (Weights, Gradients);
        for (var i = 0; i < w.Length; i++)
        {
            g[i] += AlphaS * w[i];
        }
    }

    [Benchmark(Baseline = true)]
    public void TensorPrimitives_1_pass() => TensorPrimitives.MultiplyAdd<T>(Weights, AlphaS, Gradients, Gradients);

    [Benchmark]
    public void SimdReg_1_pass() => Penalty.AddGradient(Weights, Gradients, new L2(Rate * Strength));
}
