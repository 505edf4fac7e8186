using System.Numerics;
using BenchmarkDotNet.Attributes;

namespace SimdReg.Benchmarks.Support;

/// <summary>A step over one long array, shared among threads.</summary>
/// <typeparam name="TRule">The update rule.</typeparam>
/// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
public abstract class ThreadsBenchmarks<TRule, T> : SpanBenchmarks<T>
    where TRule : struct, IUpdateRule<TRule>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected const double Rate = UpdateBenchmarks<T>.Rate;

    private ParameterSet<TRule, T> _set = new(default);

    public static IEnumerable<int> ThreadCounts => Enumerable.Range(1, Environment.ProcessorCount);

    [Params(1 << 24)]
    public override int Count { get; set; }

    [ParamsSource(nameof(ThreadCounts))]
    public int ThreadCount { get; set; }

    /// <summary>The rule, at the rate of all benchmarks.</summary>
    protected abstract TRule Rule { get; }

    /// <summary>What a number of the state starts as: such that no step leaves the ordinary numbers.</summary>
    protected virtual double InitialState => 0;

    [GlobalSetup]
    public override void Setup()
    {
        var random = new Random(Seed: 1);
        var (weights, gradients) = (new T[Count], new T[Count]);
        Numbers.Fill<T>(weights, random);
        Numbers.Fill<T>(gradients, random);

        _set = new(Rule);
        Add(_set, weights, gradients);
        for (var slot = 0; slot < TRule.StateCount; slot++)
        {
            _set.Arrays[0].State[slot].Fill(T.CreateTruncating(InitialState));
        }
    }

    [Benchmark]
    public void SimdReg_1_pass() => Step(ThreadCount);

    /// <summary>Takes a step on so many threads.</summary>
    public void Step(int threadCount) => _set.Step(Rule, maxDegreeOfParallelism: threadCount);

    /// <summary>Puts weights under an L2 penalty into a set.</summary>
    protected abstract void Add(ParameterSet<TRule, T> parameters, T[] weights, T[] gradients);
}
