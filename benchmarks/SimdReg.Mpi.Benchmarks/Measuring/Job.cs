using System.Diagnostics;

namespace SimdReg.Mpi.Benchmarks.Measuring;

/// <summary>The ranks that measure together. Rank 0 prints the rows.</summary>
internal sealed class Job(Communicator ranks)
{
    public Communicator Ranks => ranks;

    public void Print(string what, long size, int chunk, string name, double value)
    {
        if (ranks.Rank == 0)
        {
            Console.WriteLine(new Row(what, ranks.Size, size, chunk, name, value));
        }
    }

    /// <summary>Times something that all ranks begin at the same time, many times.</summary>
    /// <returns>The median of the times of the slowest rank.</returns>
    public double Time(int count, Action action)
    {
        action();
        var times = new double[count];
        for (var i = 0; i < count; i++)
        {
            ranks.Barrier();
            var start = Stopwatch.GetTimestamp();
            action();
            times[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        return Median(MaxOverRanks(times));
    }

    /// <summary>For each number, the largest of all ranks.</summary>
    public double[] MaxOverRanks(double[] own)
    {
        var all = ranks.AllGather<double>(own);
        return [.. own.Select((_, i) => Enumerable.Range(0, ranks.Size).Max(rank => all[(rank * own.Length) + i]))];
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
