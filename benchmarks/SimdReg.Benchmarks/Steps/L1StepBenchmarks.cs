using System.Numerics;
using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks.Steps;

/// <summary>How long does a step along the subgradient of L1 take? w ← w − α·(g + s·sign(w))</summary>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
public class L1StepBenchmarks<T> : UpdateBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Benchmark]
    public void Scalar_loop()
    {
        var (w, g) = (Weights, Gradients);
        for (var i = 0; i < w.Length; i++)
        {
            w[i] -= Alpha * (g[i] + (S * T.CreateTruncating(T.Sign(w[i]))));
        }
    }

    [Benchmark(Baseline = true)]
    public void TensorPrimitives_3_passes() => Compose(Weights, Gradients, Scratch);

    [Benchmark]
    public void TensorPrimitives_3_passes_in_blocks() => InBlocks(Compose);

    [Benchmark]
    public void SimdReg_1_pass() => new Sgd(Rate).Step(Weights, Gradients, new L1(Strength));

    /// <summary>w − α·g − (α·s with the sign of w)</summary>
    /// <remarks>
    /// TensorPrimitives.Sign returns integers, which would have to be converted in a pass of their own. Copying the
    /// sign leaves the magnitude in the scratch as it is, so that it is filled once and not in every step. This pushes
    /// a weight of zero too, which SimdReg leaves alone; no weight here is zero.
    /// </remarks>
    private static void Compose(Span<T> w, ReadOnlySpan<T> g, Span<T> scratch)
    {
        TensorPrimitives.CopySign(scratch, w, scratch);
        TensorPrimitives.MultiplyAdd(g, -Alpha, w, w);
        TensorPrimitives.Subtract(w, scratch, w);
    }
}
