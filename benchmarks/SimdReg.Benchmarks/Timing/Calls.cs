using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace SimdReg.Benchmarks.Timing;

/// <summary>Something to time, called as many times in a row as asked.</summary>
/// <param name="run">Calls it so many times.</param>
internal sealed class Calls(Action<int> run)
{
    /// <summary>What a call costs in which nothing happens. It is taken off, as BenchmarkDotNet does.</summary>
    private static readonly double _nothing = Enumerable.Range(0, 20).Min(_ => Of(Nothing).Seconds(100_000));

    public static Calls Of(Action call) => new(count =>
    {
        for (; count > 0; count--)
        {
            call();
        }
    });

    /// <remarks>What is returned is kept, so that nothing that leads to it can be left out.</remarks>
    public static Calls Of<TResult>(Func<TResult> call)
    {
        TResult last = default!;
        return new(count =>
        {
            for (; count > 0; count--)
            {
                last = call();
            }

            GC.KeepAlive(last);
        });
    }

    /// <summary>How many seconds a call takes, as the mean of so many.</summary>
    public double Time(int count)
    {
        // Not timed: it finds the caches as another side has left them. Those that are timed find their own numbers there.
        run(1);
        return Math.Max(0, Seconds(count) - _nothing);
    }

    private double Seconds(int count)
    {
        var start = Stopwatch.GetTimestamp();
        run(count);
        return Stopwatch.GetElapsedTime(start).TotalSeconds / count;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Nothing()
    {
    }
}
