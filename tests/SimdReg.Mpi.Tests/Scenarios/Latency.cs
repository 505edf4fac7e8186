using System.Diagnostics;
using System.Globalization;

namespace SimdReg.Mpi.Tests;

/// <summary>Prints how long calls take, to see what more ranks than cores cost. No test asserts it.</summary>
internal sealed class Latency : Scenario
{
    protected override void Run(Communicator world, string[] arguments)
    {
        var exchange = ExchangeCases.Arranged(world, (_, _) => 1 << 16);
        var times = new[]
        {
            ("barrier", Microseconds(world, 2000, world.Barrier)),
            ("exchange of 64 KiB a pair", Microseconds(world, 200, () =>
            {
                world.BeginAllToAll(exchange);
                world.Complete(exchange);
            })),
            ("exchange, one rank 2 ms late", Microseconds(world, 200, () =>
            {
                if (world.Rank == 0)
                {
                    Work(TimeSpan.FromMilliseconds(2));
                }

                world.BeginAllToAll(exchange);
                world.Complete(exchange);
            })),
        };
        if (world.Rank == 0)
        {
            Array.ForEach(times, time => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{world.Size} ranks, {time.Item1}: {time.Item2:F1} µs")));
        }
    }

    private static double Microseconds(Communicator world, int count, Action call)
    {
        call();
        world.Barrier();
        var clock = Stopwatch.StartNew();
        for (var repeat = 0; repeat < count; repeat++)
        {
            call();
        }

        return clock.Elapsed.TotalMicroseconds / count;
    }

    private static void Work(TimeSpan time)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < time;)
        {
        }
    }
}
