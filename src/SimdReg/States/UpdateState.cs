using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>The state of an update rule for a number of weights, allocated once, each slot aligned to a cache line.</summary>
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
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="weightCount"/> is negative, or the state does not fit into one array.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double, or the rule's <see cref="IUpdateRule{TSelf}.StateCount"/> is not 0 to 3.</exception>
    public UpdateState(TRule rule, int weightCount)
        : this(rule, Required(weightCount), StateMemory<T>.Allocate(TRule.StateCount, (int)StateMemory<T>.WholeLines(weightCount)))
    {
    }

    /// <summary>Creates the state before the first step, in memory shared with the states of other arrays.</summary>
    internal UpdateState(TRule rule, int weightCount, StateSlabs<T> slabs)
        : this(rule, Required(weightCount), slabs.Take(weightCount))
    {
    }

    /// <summary>Creates the state before the first step, in formats of its own.</summary>
    internal UpdateState(TRule rule, int weightCount, NumberStorage storage)
    {
        WeightCount = Required(weightCount);
        if (!Element<T>.IsSingle)
        {
            throw new NotSupportedException($"A NumberStorage is for float: Optimizer<{typeof(T).Name}> stores {typeof(T).Name} alone. Create an Optimizer<float>.");
        }

        Narrow = NarrowMemory.Create(in rule, weightCount, storage);
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

    /// <summary>How the state is stored. The default stores the element.</summary>
    public NumberStorage Storage => Narrow?.Storage ?? default;

    /// <summary>The state in formats of its own, or null.</summary>
    internal NarrowMemory? Narrow { get; }

    /// <summary>The number of steps taken.</summary>
    public long StepCount => StepCounter.Count(_stepCount);

    /// <summary>Sets the number of steps taken, for callers that count steps themselves. The next step is the one after it.</summary>
    /// <remarks>Does not change the values of the state. To go back to an earlier step, call <see cref="ReadFrom"/>.</remarks>
    /// <param name="stepCount">The number of steps taken: at least <see cref="StepCount"/>, below 2⁶³ − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stepCount"/> is below <see cref="StepCount"/>, or is 2⁶³ − 1.</exception>
    /// <exception cref="InvalidOperationException">A step with this state is running.</exception>
    public void AdvanceTo(long stepCount)
    {
        var before = BeginUse();
        var after = before;
        try
        {
            after = stepCount >= before
                ? Guard.StepCount(stepCount)
                : throw new ArgumentOutOfRangeException(nameof(stepCount), stepCount, $"{nameof(stepCount)} must be at least {before}, the number of steps taken: it cannot decrease.");
        }
        finally
        {
            EndUse(after);
        }
    }

    /// <summary>Marks the state as in use, as a step does.</summary>
    /// <returns>The number of steps taken.</returns>
    /// <exception cref="InvalidOperationException">The state is in use.</exception>
    internal long BeginUse()
    {
        var stepCount = StepCount;
        StepCounter.Begin(ref _stepCount, stepCount);
        return stepCount;
    }

    /// <summary>Ends what <see cref="BeginUse"/> began.</summary>
    internal void EndUse(long stepCount) => StepCounter.End(ref _stepCount, stepCount);

    /// <summary>Increments the number of steps.</summary>
    internal void CountStep() => _stepCount++;

    /// <summary>Gets a slot: one value for each weight. The documentation of the rule lists its slots in this order.</summary>
    /// <param name="slot">The index of the slot, from 0.</param>
    /// <returns>The values, which a step updates.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="slot"/> is not 0 to <see cref="IUpdateRule{TSelf}.StateCount"/> − 1.</exception>
    /// <exception cref="InvalidOperationException">The slot is stored in another format than the element: see <see cref="CopyTo"/>.</exception>
    public Span<T> this[int slot] => slot >= 0 && slot < TRule.StateCount
        ? Numbers(slot, 0, WeightCount)
        : throw new ArgumentOutOfRangeException(nameof(slot), slot, $"{typeof(TRule).Name} keeps {TRule.StateCount} values for each weight.");

    /// <summary>Widens a slot, in any format.</summary>
    /// <param name="slot">The index of the slot, from 0.</param>
    /// <param name="destination">The values: <see cref="WeightCount"/> of them.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> does not have <see cref="WeightCount"/> elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="slot"/> is not 0 to <see cref="IUpdateRule{TSelf}.StateCount"/> − 1.</exception>
    public void CopyTo(int slot, Span<T> destination)
    {
        if (destination.Length != WeightCount)
        {
            Refuse.Lengths("the state", WeightCount, nameof(destination), destination.Length);
        }

        if (Narrow is null || !(slot >= 0 && slot < TRule.StateCount))
        {
            this[slot].CopyTo(destination);
        }
        else
        {
            Narrow[slot].Widen(0, MemoryMarshal.Cast<T, float>(destination));
        }
    }

    /// <summary>Sets a slot, rounded to nearest.</summary>
    internal void Write(int slot, ReadOnlySpan<T> numbers)
    {
        if (Narrow is null)
        {
            numbers.CopyTo(this[slot]);
        }
        else
        {
            Narrow[slot].Round(MemoryMarshal.Cast<T, float>(numbers), 0, default(Nearest), 0, 0);
        }
    }

    /// <summary>Converts the state to spans, which a step takes.</summary>
    /// <param name="state">The state.</param>
    /// <returns>The spans.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="state"/> is null.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator StateSpans<T>(UpdateState<TRule, T> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.AsSpans();
    }

    /// <summary>The rule, the number of weights and the number of steps.</summary>
    /// <returns>The text, the same in every culture.</returns>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"State of {typeof(TRule).Name}: {WeightCount} weights, {StepCount} steps");

    /// <summary>Gets the state as spans, which a step takes.</summary>
    /// <returns>The spans.</returns>
    /// <exception cref="InvalidOperationException">A slot is stored in another format than the element: an <see cref="Optimizer{T}"/> steps such a state.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public StateSpans<T> AsSpans() => AsSpans(0, WeightCount);

    /// <summary>The state of a part of the weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal StateSpans<T> AsSpans(int start, int length) => TRule.StateCount switch
    {
        0 => new(ref _stepCount) { Owner = typeof(TRule) },
        1 => new(ref _stepCount, Numbers(0, start, length)) { Owner = typeof(TRule) },
        2 => new(ref _stepCount, Numbers(0, start, length), Numbers(1, start, length)) { Owner = typeof(TRule) },
        _ => new(ref _stepCount, Numbers(0, start, length), Numbers(1, start, length), Numbers(2, start, length)) { Owner = typeof(TRule) },
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<T> Numbers(int slot, int start, int length) => Narrow is null ? _memory.Span(slot, start, length) : Narrow.Floats<T>(slot, start, length);

    private static int Required(int weightCount)
    {
        Element<T>.Require();
        Guard.StateCount<TRule>(TRule.StateCount);
        return weightCount >= 0 && StateMemory<T>.ArrayLength(TRule.StateCount, StateMemory<T>.WholeLines(weightCount)) <= Array.MaxLength
            ? weightCount
            : throw new ArgumentOutOfRangeException(nameof(weightCount), weightCount, $"{nameof(weightCount)} must be at least 0, and the state of {typeof(TRule).Name} must fit into one array.");
    }
}
