using System.Numerics;
using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;

namespace SimdReg.Benchmarks.Support;

/// <summary>A rule with state under an L2 penalty, beside the same composed of calls of System.Numerics.Tensors.</summary>
/// <typeparam name="TRule">The update rule.</typeparam>
/// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
public abstract class RuleBenchmarks<TRule, T> : UpdateBenchmarks<T>
    where TRule : struct, IUpdateRule<TRule>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private UpdateState<TRule, T> _state = new(default, 0);
    private T[] _first = [];
    private T[] _second = [];

    /// <summary>The rule, at the rate of all benchmarks.</summary>
    protected abstract TRule Rule { get; }

    /// <summary>What a number of the state starts as: such that no step leaves the ordinary numbers.</summary>
    protected virtual double InitialState => 0;

    public override void Setup()
    {
        base.Setup();
        _state = new(Rule, Count);
        (_first, _second) = (new T[Count], new T[Count]);
        foreach (var numbers in (T[][])[_first, _second])
        {
            Array.Fill(numbers, T.CreateTruncating(InitialState));
        }

        for (var slot = 0; slot < TRule.StateCount; slot++)
        {
            _state[slot].Fill(T.CreateTruncating(InitialState));
        }
    }

    [Benchmark(Baseline = true)]
    public void TensorPrimitives_passes() => Compose(Weights, Gradients, _first, _second, Scratch);

    [Benchmark]
    public void TensorPrimitives_passes_in_blocks()
    {
        for (var start = 0; start < Count; start += BlockLength)
        {
            var block = start..Math.Min(start + BlockLength, Count);
            Compose(Weights.AsSpan(block), Gradients.AsSpan(block), _first.AsSpan(block), _second.AsSpan(block), Scratch.AsSpan(block));
        }
    }

    [Benchmark]
    public void SimdReg_1_pass() => Update(Weights, Gradients, _state);

    [Benchmark]
    public StepMeasure<T> SimdReg_1_pass_measured() => MeasuredUpdate(Weights, Gradients, _state);

    /// <summary>The step of SimdReg: with the L2 penalty coupled, unless a rule is better known otherwise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected virtual void Update(T[] weights, T[] gradients, UpdateState<TRule, T> state) =>
        Rule.Step(weights, gradients, new L2(Strength), state);

    /// <summary>The same, measured.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected virtual StepMeasure<T> MeasuredUpdate(T[] weights, T[] gradients, UpdateState<TRule, T> state) =>
        Rule.MeasuredStep(weights, gradients, new L2(Strength), state);

    /// <summary>The step in as few calls as can be.</summary>
    protected abstract void Compose(Span<T> weights, ReadOnlySpan<T> gradients, Span<T> first, Span<T> second, Span<T> scratch);
}
