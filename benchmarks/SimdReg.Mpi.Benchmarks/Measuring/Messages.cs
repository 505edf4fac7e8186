namespace SimdReg.Mpi.Benchmarks.Measuring;

/// <summary>Times messages of raw bytes, from which latency and time per byte are fitted.</summary>
internal static class Messages
{
    private const int LeastBytes = 1 << 10;
    private const int MostBytes = 1 << 22;

    public static void All(Job job)
    {
        PingPong(job);
        AllToAll(job);
    }

    /// <summary>Half of the time in which bytes go from rank 0 to rank 1 and back.</summary>
    private static void PingPong(Job job)
    {
        if (job.Ranks.Size != 2)
        {
            return;
        }

        for (var bytes = LeastBytes; bytes <= MostBytes; bytes *= 4)
        {
            var (there, back) = (OneWay(job.Ranks, 0, bytes), OneWay(job.Ranks, 1, bytes));
            var time = job.Time(Count(bytes), () =>
            {
                Run(job.Ranks, there);
                Run(job.Ranks, back);
            });
            job.Print("pingpong", bytes, 0, "message", time / 2);
        }
    }

    /// <summary>The time in which every rank sends as many bytes to every other.</summary>
    private static void AllToAll(Job job)
    {
        for (var bytes = LeastBytes; bytes <= MostBytes; bytes *= 4)
        {
            var exchange = new Exchange(job.Ranks.Size);
            for (var rank = 0; rank < job.Ranks.Size; rank++)
            {
                exchange.SendCounts[rank] = exchange.ReceiveCounts[rank] = rank == job.Ranks.Rank ? 0 : bytes;
            }

            exchange.Arrange();
            job.Print("alltoall", bytes, 0, "exchange", job.Time(Count(bytes), () => Run(job.Ranks, exchange)));
        }
    }

    private static Exchange OneWay(Communicator ranks, int from, int bytes)
    {
        var exchange = new Exchange(ranks.Size);
        (ranks.Rank == from ? exchange.SendCounts : exchange.ReceiveCounts)[1 - ranks.Rank] = bytes;
        exchange.Arrange();
        return exchange;
    }

    private static void Run(Communicator ranks, Exchange exchange)
    {
        ranks.BeginAllToAll(exchange);
        ranks.Complete(exchange);
    }

    private static int Count(int bytes) => bytes >= 1 << 20 ? 15 : 101;
}
