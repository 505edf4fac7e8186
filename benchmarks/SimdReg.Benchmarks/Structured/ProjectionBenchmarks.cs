using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks.Structured;

/// <summary>How long does a projection take, beside one that sorts the magnitudes? Each starts from a fresh copy of the weights, because a projected point is left alone.</summary>
public class ProjectionBenchmarks : UpdateBenchmarks<float>
{
    /// <summary>The radius as a share of Σ|w|, and the share of weights that stay.</summary>
    private const double Share = 0.1;

    private float[] _magnitudes = [];
    private float _norm;

    [Params(1 << 12, 1 << 15, 1 << 20)]
    public override int Count { get; set; }

    public override void Setup()
    {
        base.Setup();

        // Normal: the magnitudes of the other benchmarks are between ½ and 1, most of which would stay.
        var random = new Random(1);
        foreach (ref var weight in Weights.AsSpan())
        {
            weight = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        _magnitudes = new float[Count];
        _norm = TensorPrimitives.SumOfMagnitudes<float>(Weights);
    }

    [Benchmark(Baseline = true)]
    public void L1_ball_by_sorting()
    {
        Weights.CopyTo(Scratch, 0);
        TensorPrimitives.Abs(Weights, _magnitudes);
        Array.Sort(_magnitudes);
        var (sum, radius, threshold) = (0.0, Share * _norm, 0.0);
        for (var count = 1; count <= _magnitudes.Length; count++)
        {
            var next = _magnitudes[^count];
            sum += next;
            if (next <= (sum - radius) / count)
            {
                break;
            }

            threshold = (sum - radius) / count;
        }

        var bound = (float)threshold;
        TensorPrimitives.Clamp(Scratch, -bound, bound, _magnitudes);
        TensorPrimitives.Subtract(Scratch, _magnitudes, Scratch);
    }

    [Benchmark]
    public void L1_ball()
    {
        Weights.CopyTo(Scratch, 0);
        new L1Ball(Share * _norm).Project<float>(Scratch);
    }

    [Benchmark]
    public void Largest_by_sorting()
    {
        Weights.CopyTo(Scratch, 0);
        TensorPrimitives.Abs(Weights, _magnitudes);
        Array.Sort(_magnitudes);
        var smallest = _magnitudes[^(int)(Share * Count)];
        foreach (ref var weight in Scratch.AsSpan())
        {
            weight = Math.Abs(weight) < smallest ? 0 : weight;
        }
    }

    [Benchmark]
    public void Largest()
    {
        Weights.CopyTo(Scratch, 0);
        new TopK((int)(Share * Count)).Project<float>(Scratch);
    }
}
