using System.Numerics;
using BenchmarkDotNet.Attributes;

namespace SimdReg.Benchmarks.Support;

/// <summary>A step of a <see cref="ParameterSet{T}"/> over many small arrays, beside one over a single array of as many weights.</summary>
/// <remarks>Weights decay, decoupled. Every fourth of the small arrays, as a bias, does not.</remarks>
/// <typeparam name="TRule">The update rule.</typeparam>
/// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
public abstract partial class ParameterSetBenchmarks<TRule, T> : SpanBenchmarks<T>
    where TRule : struct, IUpdateRule<TRule>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected const double Rate = UpdateBenchmarks<T>.Rate;

    private const int ArrayLength = 500;
    private const int BiasStride = 4;

    private ParameterSet<T> _one = new();
    private ParameterSet<T> _many = new();

    [Params(1_000_000)]
    public override int Count { get; set; }

    /// <summary>The rule, at the rate of all benchmarks.</summary>
    protected abstract TRule Rule { get; }

    /// <summary>What a number of the state starts as: such that no step leaves the ordinary numbers.</summary>
    protected virtual double InitialState => 0;

    [GlobalSetup]
    public override void Setup()
    {
        var random = new Random(Seed: 1);
        (_one, _many) = (new(), new());
        _one.Add(Made(Count, random), Made(Count, random), Rule, new L2(Strength).Decoupled());

        // All weights, then all gradients, as a model makes them that has no gradients before it first needs them.
        T[][] weights = [.. Enumerable.Range(0, Count / ArrayLength).Select(_ => Made(ArrayLength, random))];
        T[][] gradients = [.. weights.Select(_ => Made(ArrayLength, random))];
        for (var i = 0; i < weights.Length; i++)
        {
            if (i % BiasStride == 0)
            {
                _many.Add(weights[i], gradients[i], Rule);
            }
            else
            {
                _many.Add(weights[i], gradients[i], Rule, new L2(Strength).Decoupled());
            }
        }

        foreach (var array in _one.Arrays.Concat(_many.Arrays))
        {
            for (var slot = 0; slot < TRule.StateCount; slot++)
            {
                array.Optimizer.GetState(slot).Fill(T.CreateTruncating(InitialState));
            }
        }
    }

    [Benchmark(Baseline = true)]
    public void One_array() => _one.Step();

    [Benchmark]
    public void Many_arrays() => _many.Step();

    private static T[] Made(int count, Random random)
    {
        var numbers = new T[count];
        Numbers.Fill<T>(numbers, random);
        return numbers;
    }
}
