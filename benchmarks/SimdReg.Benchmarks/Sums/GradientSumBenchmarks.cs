using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks.Sums;

/// <summary>How long does the correctly rounded mean of several gradients take, compared with the plain one, which depends on their order?</summary>
/// <remarks>Gradients of one magnitude and either sign: every mean is rounded without the exact path, as it is in training.</remarks>
public class GradientSumBenchmarks : SpanBenchmarks<float>
{
    private float[][] _four = [];
    private float[][] _eight = [];
    private float[][] _many = [];
    private float[] _means = [];

    [Params(1 << 16, 1 << 20)]
    public override int Count { get; set; }

    // Sixty-four spans of a million floats are 256 MiB.
    [GlobalSetup]
    public override void Setup()
    {
        var random = new Random(Seed: 1);
        _many = [.. Enumerable.Range(0, 64).Select(_ => new float[Count])];
        _means = new float[Count];
        foreach (var part in _many)
        {
            Numbers.Fill<float>(part, random);
        }

        (_four, _eight) = (_many[..4], _many[..8]);
    }

    [Benchmark]
    public void Exact_mean_of_4() => GradientSums.Mean(_four, _means);

    [Benchmark]
    public void TensorPrimitives_4_passes() => PlainMean(_four);

    [Benchmark]
    public void Exact_mean_of_8() => GradientSums.Mean(_eight, _means);

    [Benchmark]
    public void TensorPrimitives_8_passes() => PlainMean(_eight);

    [Benchmark]
    public void Exact_mean_of_64() => GradientSums.Mean(_many, _means);

    [Benchmark]
    public void TensorPrimitives_64_passes() => PlainMean(_many);

    private void PlainMean(float[][] parts)
    {
        TensorPrimitives.Add(parts[0], parts[1], _means);
        foreach (var part in parts[2..])
        {
            TensorPrimitives.Add(_means, part, _means);
        }

        TensorPrimitives.Multiply(_means, 1f / parts.Length, _means);
    }
}
