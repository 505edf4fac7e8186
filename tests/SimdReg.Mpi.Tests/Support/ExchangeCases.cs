namespace SimdReg.Mpi.Tests;

/// <summary>Exchanges whose every byte is checked, for ranks of any kind: threads, and processes under MPI.</summary>
internal static class ExchangeCases
{
    /// <summary>Each rank sends other bytes, and another number of them, to each rank: often none.</summary>
    public static void AllToAll(Communicator rank, int seed) => AllToAll(rank, seed, (from, to) => Count(seed, from, to));

    /// <summary>Each rank sends <paramref name="count"/> bytes to each rank.</summary>
    public static void AllToAll(Communicator rank, int seed, Func<int, int, int> count)
    {
        var exchange = Arranged(rank, count);
        for (var to = 0; to < rank.Size; to++)
        {
            Fill(exchange.Sent.AsSpan(exchange.SendOffsets[to], exchange.SendCounts[to]), Seed(seed, rank.Rank, to));
        }

        rank.BeginAllToAll(exchange);
        rank.Progress(exchange);
        rank.Complete(exchange);
        for (var from = 0; from < rank.Size; from++)
        {
            AssertBytes(exchange, from, Seed(seed, from, rank.Rank));
        }
    }

    /// <summary>Each rank sends another number of bytes to all ranks: sometimes none.</summary>
    public static void AllGather(Communicator rank, int seed) => AllGather(rank, seed, from => Count(seed, from, to: 0));

    /// <summary>Each rank sends <paramref name="count"/> bytes to all ranks.</summary>
    public static void AllGather(Communicator rank, int seed, Func<int, int> count)
    {
        var exchange = new Exchange(rank.Size);
        exchange.SendCounts[0] = count(rank.Rank);
        for (var from = 0; from < rank.Size; from++)
        {
            exchange.ReceiveCounts[from] = count(from);
        }

        exchange.Arrange();
        Fill(exchange.Sent.AsSpan(0, exchange.SendCounts[0]), Seed(seed, rank.Rank, 0));
        rank.BeginAllGather(exchange);
        rank.Progress(exchange);
        rank.Complete(exchange);
        for (var from = 0; from < rank.Size; from++)
        {
            AssertBytes(exchange, from, Seed(seed, from, 0));
        }
    }

    /// <summary>The calls that wait: numbers of all ranks, and of each rank as the root.</summary>
    public static void Blocking(Communicator rank)
    {
        rank.Barrier();
        Assert.Equal(
            Enumerable.Range(0, rank.Size).SelectMany(other => new[] { other + 0.5, -other }),
            rank.AllGather([rank.Rank + 0.5, -rank.Rank]));
        Assert.Empty(rank.AllGather<double>([]));
        for (var root = 0; root < rank.Size; root++)
        {
            var numbers = Enumerable.Range(0, 1000).Select(index => rank.Rank == root ? index + root + 0.25f : -1).ToArray();
            rank.Broadcast<float>(numbers, root);
            Assert.Equal(Enumerable.Range(0, 1000).Select(index => index + root + 0.25f), numbers);
        }

        rank.Broadcast<float>([]);
        BroadcastInParts(rank);
        rank.Barrier();
    }

    /// <summary>Numbers of more bytes than a message holds: parts of 3 numbers, and of one that is larger than the part.</summary>
    private static void BroadcastInParts(Communicator rank)
    {
        foreach (var mostBytes in new[] { 26, 5 })
        {
            var numbers = Enumerable.Range(0, 100).Select(index => rank.Rank == 0 ? index + 0.5 : -1).ToArray();
            rank.Broadcast<double>(numbers, root: 0, mostBytes);
            Assert.Equal(Enumerable.Range(0, 100).Select(index => index + 0.5), numbers);
        }
    }

    /// <summary>An exchange with room for <paramref name="count"/>(from, to) bytes.</summary>
    public static Exchange Arranged(Communicator rank, Func<int, int, int> count)
    {
        var exchange = new Exchange(rank.Size);
        for (var other = 0; other < rank.Size; other++)
        {
            exchange.SendCounts[other] = count(rank.Rank, other);
            exchange.ReceiveCounts[other] = count(other, rank.Rank);
        }

        exchange.Arrange();
        return exchange;
    }

    /// <summary>0 for one pair in three, up to 300 for the others.</summary>
    private static int Count(int seed, int from, int to)
    {
        var random = new Random(Seed(seed, from, to));
        return random.Next(3) == 0 ? 0 : random.Next(1, 300);
    }

    private static int Seed(int seed, int from, int to) => unchecked((seed * 31) + (from * 8) + to);

    private static void Fill(Span<byte> bytes, int seed) => new Random(seed).NextBytes(bytes);

    private static void AssertBytes(Exchange exchange, int from, int seed)
    {
        var expected = new byte[exchange.ReceiveCounts[from]];
        Fill(expected, seed);
        Assert.True(
            expected.AsSpan().SequenceEqual(exchange.Received.AsSpan(exchange.ReceiveOffsets[from], expected.Length)),
            $"The {expected.Length} bytes from rank {from} have not arrived as they were sent.");
    }
}
