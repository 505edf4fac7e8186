using System.Runtime.CompilerServices;

namespace SimdReg;

/// <summary>The state of a rule in memory that the caller owns: spans, and a step counter.</summary>
/// <remarks>
/// Holds <see cref="IUpdateRule{TSelf}.StateCount"/> spans, each as long as the weights, and a reference to the number of steps taken,
/// which each step increments. <see cref="UpdateState{TRule, T}"/> allocates and owns all of this. For a rule without state,
/// <see langword="default"/> suffices: it counts no steps.
/// </remarks>
/// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
public readonly ref struct StateSpans<T>
    where T : unmanaged
{
    private readonly ref long _stepCount;

    /// <summary>Creates the state of a rule that keeps only the number of its steps.</summary>
    /// <param name="stepCount">The number of steps taken, initially 0. A step increments it.</param>
    public StateSpans(ref long stepCount)
        : this(ref stepCount, 0, default, default, default)
    {
    }

    /// <summary>Creates the state of a rule that keeps one value for each weight.</summary>
    /// <inheritdoc cref="StateSpans{T}(ref long, Span{T}, Span{T}, Span{T})"/>
    public StateSpans(ref long stepCount, Span<T> first)
        : this(ref stepCount, 1, first, default, default)
    {
    }

    /// <summary>Creates the state of a rule that keeps two values for each weight.</summary>
    /// <inheritdoc cref="StateSpans{T}(ref long, Span{T}, Span{T}, Span{T})"/>
    public StateSpans(ref long stepCount, Span<T> first, Span<T> second)
        : this(ref stepCount, 2, first, second, default)
    {
    }

    /// <summary>Creates the state of a rule that keeps three values for each weight.</summary>
    /// <param name="stepCount">The number of steps taken, initially 0. A step increments it.</param>
    /// <param name="first">The first slot: as long as the weights.</param>
    /// <param name="second">The second slot: as long as the weights.</param>
    /// <param name="third">The third slot: as long as the weights.</param>
    public StateSpans(ref long stepCount, Span<T> first, Span<T> second, Span<T> third)
        : this(ref stepCount, 3, first, second, third)
    {
    }

    /// <summary>Creates the state of a part of the weights, without a step counter.</summary>
    internal StateSpans(int count, Span<T> first, Span<T> second, Span<T> third)
        : this(ref Unsafe.NullRef<long>(), count, first, second, third)
    {
    }

    private StateSpans(ref long stepCount, int count, Span<T> first, Span<T> second, Span<T> third)
    {
        _stepCount = ref stepCount;
        Count = count;
        First = first;
        Second = second;
        Third = third;
    }

    /// <summary>The number of spans: 0 to 3.</summary>
    public int Count { get; }

    /// <summary>The first slot; empty if there is none.</summary>
    public Span<T> First { get; }

    /// <summary>The second slot; empty if there is none.</summary>
    public Span<T> Second { get; }

    /// <summary>The third slot; empty if there is none.</summary>
    public Span<T> Third { get; }

    /// <summary>The rule that the state was created for, or null if unknown.</summary>
    internal Type? Owner { get; init; }

    /// <summary>Whether there is a step counter.</summary>
    internal bool IsCounted => !Unsafe.IsNullRef(in _stepCount);

    /// <summary>The number of steps taken; 0 without a step counter.</summary>
    public long StepCount
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => IsCounted ? StepCounter.Count(_stepCount) : 0;
    }

    /// <summary>Marks the state as in use by a step.</summary>
    /// <exception cref="InvalidOperationException">Another step uses it.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void BeginStep(long stepCount)
    {
        if (IsCounted)
        {
            StepCounter.Begin(ref _stepCount, stepCount);
        }
    }

    /// <summary>Ends the use that <see cref="BeginStep"/> started.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void EndStep(long stepCount)
    {
        if (IsCounted)
        {
            StepCounter.End(ref _stepCount, stepCount);
        }
    }

    /// <summary>Copies the state field by field, after it was checked against a rule.</summary>
    /// <param name="count">The number of spans of that rule: a constant for the JIT, which copies only these.</param>
    /// <remarks>
    /// The JIT copies a parameter whose address is taken as a whole, right after its fields were written, which stalls (see
    /// <see cref="Loops.StructCopy"/>). So the step gets the address of this copy instead.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal StateSpans<T> Copy(int count) => new(
        ref _stepCount,
        count,
        count > 0 ? First : default,
        count > 1 ? Second : default,
        count > 2 ? Third : default);

    /// <summary>The state of a part of the weights.</summary>
    internal StateSpans<T> Slice(int start, int length) => new(
        ref _stepCount,
        Count,
        Count > 0 ? First.Slice(start, length) : default,
        Count > 1 ? Second.Slice(start, length) : default,
        Count > 2 ? Third.Slice(start, length) : default);
}
