using System.Numerics;
using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks.Steps;

/// <summary>How long does a step under L2 take? w ← w − α·(g + s·w)</summary>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
public partial class L2StepBenchmarks<T> : UpdateBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // α·s is 10⁻⁶. Below 2⁻²⁵ a float 1 − α·s is 1, and OpenBLAS and MathNet do not walk the weights to scale them by 1.
    private new const double Strength = 1e-6 / Rate;

    private static readonly T _s = T.CreateTruncating(Strength);

    /// <summary>1 − α·s, not 1.</summary>
    private static readonly T _kept = T.CreateTruncating(1 - (Rate * Strength));

    /// <summary>The weights start where decay and gradients balance, at −g/s: all arithmetic is done, and none leaves its place.</summary>
    public override void Setup()
    {
        base.Setup();
        for (var i = 0; i < Weights.Length; i++)
        {
            Weights[i] = -Gradients[i] / _s;
        }
    }

    [Benchmark]
    public void Scalar_loop()
    {
        var (w, g) = (Weights, Gradients);
        for (var i = 0; i < w.Length; i++)
        {
            w[i] -= Alpha * (g[i] + (_s * w[i]));
        }
    }

    [Benchmark]
    [BenchmarkCategory(Settings.Once)]
    public T[] Linq() => Weights.Zip(Gradients, static (w, g) => w - (Alpha * (g + (_s * w)))).ToArray();

    [Benchmark(Baseline = true)]
    public void TensorPrimitives_2_passes() => Compose(Weights, Gradients, Scratch);

    [Benchmark]
    public void TensorPrimitives_2_passes_in_blocks() => InBlocks(Compose);

    [Benchmark]
    public void MathNet_2_passes()
    {
        var provider = MathNetProvider<T>.Managed;
        provider.ScaleArray(_kept, Weights, Weights);
        provider.AddVectorToScaledVector(Weights, -Alpha, Gradients, Weights);
    }

    [Benchmark]
    [BenchmarkCategory(OpenBlas.Category)]
    public void OpenBlas_2_passes()
    {
        OpenBlas.Scale<T>(_kept, Weights);
        OpenBlas.AddScaled<T>(-Alpha, Gradients, Weights);
    }

    [Benchmark]
    [BenchmarkCategory(OpenBlas.Category)]
    public void OpenBlas_1_pass() => OpenBlas.AddScaled<T>(-Alpha, Gradients, _kept, Weights);

    /// <summary>No step, but what memory allows: two thirds of a step's bytes.</summary>
    [Benchmark]
    public void Memory_copy() => Copy.Run();

    [Benchmark]
    public void SimdReg_1_pass() => new Sgd(Rate).Step(Weights, Gradients, new L2(Strength));

    [Benchmark]
    public StepMeasure<T> SimdReg_1_pass_measured() => new Sgd(Rate).MeasuredStep<Sgd, T, L2>(Weights, Gradients, new L2(Strength));

    /// <summary>(1 − α·s)·w − α·g</summary>
    private static void Compose(Span<T> w, ReadOnlySpan<T> g, Span<T> scratch)
    {
        TensorPrimitives.Multiply(w, _kept, w);
        TensorPrimitives.MultiplyAdd(g, -Alpha, w, w);
    }
}
