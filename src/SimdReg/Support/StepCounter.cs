using System.Runtime.CompilerServices;

namespace SimdReg;

/// <summary>The number of steps taken, marked while a step is running.</summary>
/// <remarks>The mark moves the number to the lower end of the negative numbers, so that one interlocked operation detects a second step.</remarks>
internal static class StepCounter
{
    // Not long.MinValue: a caller's own counter may have that value by mistake, which is rejected like any negative number.
    private const long Mark = long.MinValue + 1;

    /// <summary>The number of steps taken, with or without the mark.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Count(long counter) => IsMarked(counter) ? counter - Mark : counter;

    /// <summary>Marks a counter, which must hold a given number of steps.</summary>
    /// <exception cref="InvalidOperationException">Another step is running.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Begin(ref long counter, long count)
    {
        if (Interlocked.CompareExchange(ref counter, Mark + count, count) != count)
        {
            Refuse.SecondStep();
        }
    }

    /// <summary>Sets the number of steps and removes the mark.</summary>
    public static void End(ref long counter, long count) => Volatile.Write(ref counter, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsMarked(long counter) => counter is >= Mark and < Mark / 2;
}
