using System.Runtime.CompilerServices;

namespace SimdReg;

/// <summary>What a rule remembers of its weights, in memory that the caller owns.</summary>
/// <remarks>
/// As many spans as the rule's <see cref="IUpdateRule{TSelf}.StateCount"/>, each as long as the weights, and the number
/// of steps that have been taken, which a step raises by one. <see cref="UpdateState{TRule, T}"/> owns all of it for those
/// who would rather not. For a rule that keeps nothing the default will do: it counts no steps.
/// </remarks>
/// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
public readonly ref struct StateSpans<T>
    where T : unmanaged
{
    private readonly ref long _stepCount;

    /// <summary>The state of a rule that keeps nothing but the number of its steps.</summary>
    /// <param name="stepCount">How many steps have been taken: 0 at first. A step raises it.</param>
    public StateSpans(ref long stepCount)
        : this(ref stepCount, 0, default, default, default)
    {
    }

    /// <summary>The state of a rule that keeps one number for each weight.</summary>
    /// <param name="stepCount">How many steps have been taken: 0 at first. A step raises it.</param>
    /// <param name="first">The first number for each weight.</param>
    public StateSpans(ref long stepCount, Span<T> first)
        : this(ref stepCount, 1, first, default, default)
    {
    }

    /// <summary>The state of a rule that keeps two numbers for each weight.</summary>
    /// <param name="stepCount">How many steps have been taken: 0 at first. A step raises it.</param>
    /// <param name="first">The first number for each weight.</param>
    /// <param name="second">The second.</param>
    public StateSpans(ref long stepCount, Span<T> first, Span<T> second)
        : this(ref stepCount, 2, first, second, default)
    {
    }

    /// <summary>The state of a rule that keeps three numbers for each weight.</summary>
    /// <param name="stepCount">How many steps have been taken: 0 at first. A step raises it.</param>
    /// <param name="first">The first number for each weight.</param>
    /// <param name="second">The second.</param>
    /// <param name="third">The third.</param>
    public StateSpans(ref long stepCount, Span<T> first, Span<T> second, Span<T> third)
        : this(ref stepCount, 3, first, second, third)
    {
    }

    /// <summary>State of some of the weights, where no step is counted.</summary>
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

    /// <summary>How many spans there are.</summary>
    public int Count { get; }

    /// <summary>The first number for each weight.</summary>
    public Span<T> First { get; }

    /// <summary>The second, if there is one.</summary>
    public Span<T> Second { get; }

    /// <summary>The third, if there is one.</summary>
    public Span<T> Third { get; }

    /// <summary>The rule whose state it is, where that is known.</summary>
    internal Type? Owner { get; init; }

    /// <summary>Whether steps are counted.</summary>
    internal bool IsCounted => !Unsafe.IsNullRef(in _stepCount);

    /// <summary>The number of steps taken: 0 if they are not counted.</summary>
    public long StepCount => IsCounted ? StepCounter.Count(_stepCount) : 0;

    /// <summary>Marks the state as in use by a step.</summary>
    /// <param name="stepCount">The number of steps taken.</param>
    /// <exception cref="InvalidOperationException">Another step is using it.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void BeginStep(long stepCount)
    {
        if (IsCounted)
        {
            StepCounter.Begin(ref _stepCount, stepCount);
        }
    }

    /// <summary>Ends what <see cref="BeginStep"/> began.</summary>
    /// <param name="stepCount">The number of steps taken.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void EndStep(long stepCount)
    {
        if (IsCounted)
        {
            StepCounter.End(ref _stepCount, stepCount);
        }
    }

    /// <summary>The same state, copied number by number, where it was found to be of a rule.</summary>
    /// <param name="count">How many spans that rule has. The JIT knows it, and copies no others.</param>
    /// <remarks>
    /// A parameter whose address is taken is copied as a whole right after its fields were written, which stalls (see
    /// <see cref="Loops.StructCopy"/>). So the step gets the address of this copy.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal StateSpans<T> Copy(int count) => new(
        ref _stepCount,
        count,
        count > 0 ? First : default,
        count > 1 ? Second : default,
        count > 2 ? Third : default);

    /// <summary>The same state of some of the weights.</summary>
    internal StateSpans<T> Slice(int start, int length) => new(
        ref _stepCount,
        Count,
        Count > 0 ? First.Slice(start, length) : default,
        Count > 1 ? Second.Slice(start, length) : default,
        Count > 2 ? Third.Slice(start, length) : default);
}
