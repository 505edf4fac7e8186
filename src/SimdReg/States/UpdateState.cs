using System.Globalization;
using System.Numerics;
using System.Text.Json.Serialization;

namespace SimdReg;

/// <summary>What a rule remembers of its weights, allocated once, each part of it on a cache line of its own.</summary>
/// <remarks>
/// A state accepts one step at a time. While a step runs, another step, <see cref="AdvanceTo"/>, <see cref="WriteTo"/> and
/// <see cref="ReadFrom"/> throw <see cref="InvalidOperationException"/>.
/// </remarks>
/// <typeparam name="TRule">The update rule.</typeparam>
/// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
[JsonConverter(typeof(NoJsonForm))]
public sealed partial class UpdateState<TRule, T>
    where TRule : struct, IUpdateRule<TRule>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly StateMemory<T> _memory;
    private long _stepCount;

    /// <summary>Creates the state before the first step.</summary>
    /// <param name="rule">The rule, whose <see cref="IUpdateRule{TSelf}.InitialState"/> fills it.</param>
    /// <param name="weightCount">The number of weights: at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="weightCount"/> is negative, or more than an array holds.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double, or the rule's <see cref="IUpdateRule{TSelf}.StateCount"/> is not 0 to 3.</exception>
    public UpdateState(TRule rule, int weightCount)
        : this(rule, Required(weightCount), StateMemory<T>.Allocate(TRule.StateCount, (int)StateMemory<T>.WholeLines(weightCount)))
    {
    }

    /// <summary>Creates the state before the first step, in memory that may be shared with the states of other weights.</summary>
    internal UpdateState(TRule rule, int weightCount, StateSlabs<T> slabs)
        : this(rule, Required(weightCount), slabs.Take(weightCount))
    {
    }

    private UpdateState(TRule rule, int weightCount, StateMemory<T> memory)
    {
        _memory = memory;
        WeightCount = weightCount;
        for (var slot = 0; slot < TRule.StateCount; slot++)
        {
            this[slot].Fill(T.CreateTruncating(rule.InitialState(slot)));
        }
    }

    /// <summary>The number of weights.</summary>
    public int WeightCount { get; }

    /// <summary>The number of steps taken.</summary>
    public long StepCount => StepCounter.Count(_stepCount);

    /// <summary>Sets the number of steps taken, for those who count them themselves: the next step is the one after.</summary>
    /// <remarks>No number changes. To go back, read an earlier state: <see cref="ReadFrom"/>.</remarks>
    /// <param name="stepCount">How many steps have been taken: at least <see cref="StepCount"/>, and below 2⁶³ − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stepCount"/> is below <see cref="StepCount"/>, or leaves no number for another step.</exception>
    public void AdvanceTo(long stepCount)
    {
        StepCounter.RequireIdle(_stepCount);
        if (stepCount < _stepCount)
        {
            throw new ArgumentOutOfRangeException(nameof(stepCount), stepCount, $"{nameof(stepCount)} must be at least {_stepCount}, the number of steps taken: it does not go back.");
        }

        _stepCount = Guard.StepCount(stepCount);
    }

    /// <summary>Counts a step that has been taken.</summary>
    internal void CountStep() => _stepCount++;

    /// <summary>One number for each weight: which of them, the rule's documentation says, in that order.</summary>
    /// <param name="slot">0 for the first.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rule does not keep so many.</exception>
    public Span<T> this[int slot] => slot >= 0 && slot < TRule.StateCount
        ? Numbers(slot, 0, WeightCount)
        : throw new ArgumentOutOfRangeException(nameof(slot), slot, $"{typeof(TRule).Name} keeps {TRule.StateCount} numbers for each weight.");

    /// <summary>The state as spans, which a step takes.</summary>
    /// <param name="state">The state.</param>
    public static implicit operator StateSpans<T>(UpdateState<TRule, T> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.AsSpans();
    }

    /// <summary>The rule, the number of weights and of steps.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"State of {typeof(TRule).Name}: {WeightCount} weights, {StepCount} steps");

    /// <summary>The state as spans, which a step takes.</summary>
    public StateSpans<T> AsSpans() => AsSpans(0, WeightCount);

    /// <summary>The same state of some of the weights.</summary>
    internal StateSpans<T> AsSpans(int start, int length) => TRule.StateCount switch
    {
        0 => new(ref _stepCount) { Owner = typeof(TRule) },
        1 => new(ref _stepCount, Numbers(0, start, length)) { Owner = typeof(TRule) },
        2 => new(ref _stepCount, Numbers(0, start, length), Numbers(1, start, length)) { Owner = typeof(TRule) },
        _ => new(ref _stepCount, Numbers(0, start, length), Numbers(1, start, length), Numbers(2, start, length)) { Owner = typeof(TRule) },
    };

    private Span<T> Numbers(int slot, int start, int length) => _memory.Span(slot, start, length);

    private static int Required(int weightCount)
    {
        Element<T>.Require();
        RuleGuard.StateCount<TRule>();
        return weightCount >= 0 && StateMemory<T>.ArrayLength(TRule.StateCount, StateMemory<T>.WholeLines(weightCount)) <= Array.MaxLength
            ? weightCount
            : throw new ArgumentOutOfRangeException(nameof(weightCount), weightCount, $"{nameof(weightCount)} must be at least 0, and all state of {typeof(TRule).Name} must fit into one array.");
    }
}
