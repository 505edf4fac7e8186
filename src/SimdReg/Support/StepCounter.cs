namespace SimdReg;

/// <summary>The number of steps taken, moved to the lower end of the negative numbers while a step is running: so one interlocked operation detects a second step.</summary>
internal static class StepCounter
{
    // Not long.MinValue: a caller's own counter may be that by mistake, which is refused as any negative number.
    private const long Mark = long.MinValue + 1;

    /// <summary>The number of steps taken, without the mark.</summary>
    public static long Count(long counter) => IsMarked(counter) ? counter - Mark : counter;

    /// <summary>Marks a counter, which must be at a count.</summary>
    /// <exception cref="InvalidOperationException">Another step is running.</exception>
    public static void Begin(ref long counter, long count)
    {
        if (Interlocked.CompareExchange(ref counter, Mark + count, count) != count)
        {
            Refuse.SecondStep();
        }
    }

    /// <summary>Sets the count, without the mark.</summary>
    public static void End(ref long counter, long count) => Volatile.Write(ref counter, count);

    /// <summary>Requires that no step is running.</summary>
    /// <exception cref="InvalidOperationException">A step is running.</exception>
    public static void RequireIdle(long counter)
    {
        if (IsMarked(counter))
        {
            Refuse.SecondStep();
        }
    }

    private static bool IsMarked(long counter) => counter is >= Mark and < Mark / 2;
}
