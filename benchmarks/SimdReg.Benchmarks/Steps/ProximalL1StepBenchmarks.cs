using System.Numerics;
using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks.Steps;

/// <summary>How long does a proximal step under L1 take? v = w − α·g, then w ← sign(v)·max(|v| − α·s, 0)</summary>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
public class ProximalL1StepBenchmarks<T> : UpdateBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Benchmark]
    public void Scalar_loop()
    {
        var (w, g) = (Weights, Gradients);
        for (var i = 0; i < w.Length; i++)
        {
            var v = w[i] - (Alpha * g[i]);
            w[i] = T.CopySign(T.Max(T.Abs(v) - AlphaS, T.Zero), v);
        }
    }

    [Benchmark(Baseline = true)]
    public void TensorPrimitives_3_passes() => Compose(Weights, Gradients, Scratch);

    [Benchmark]
    public void TensorPrimitives_3_passes_in_blocks() => InBlocks(Compose);

    [Benchmark]
    public void SimdReg_1_pass() => new Sgd(Rate).Step(Weights, Gradients, new L1(Strength).Proximal());

    /// <summary>v = w − α·g, then v − clamp(v, −α·s, α·s)</summary>
    /// <remarks>The same threshold by Abs, Subtract, Max and CopySign takes two passes more.</remarks>
    private static void Compose(Span<T> w, ReadOnlySpan<T> g, Span<T> scratch)
    {
        TensorPrimitives.MultiplyAdd(g, -Alpha, w, w);
        TensorPrimitives.Clamp(w, -AlphaS, AlphaS, scratch);
        TensorPrimitives.Subtract(w, scratch, w);
    }
}
