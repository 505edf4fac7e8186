namespace SimdReg.Mpi.Tests;

/// <summary>A rank of <see cref="ThreadRanks"/>.</summary>
internal sealed class ThreadRank(int rank, ThreadMeeting ranks) : Communicator(rank, ranks.Size)
{
    /// <summary>What the memory of an exchange holds until its bytes have arrived.</summary>
    public const byte NotArrived = 0xCD;

    private readonly Dictionary<Exchange, Pending> _pending = [];

    public override void Barrier()
    {
        var call = ranks.Begin(Rank, nameof(Barrier), Deposit.Nothing);
        for (var other = 0; other < Size; other++)
        {
            ranks.Await(Rank, call, other);
        }
    }

    /// <summary>As in MPI, the root does not wait for the others.</summary>
    internal override void BroadcastBytes(Span<byte> bytes, int root)
    {
        var call = ranks.Begin(Rank, $"{nameof(Broadcast)} from {root} of {bytes.Length} bytes", Rank == root ? ToAll(bytes) : Deposit.Nothing);
        if (Rank != root)
        {
            ranks.Await(Rank, call, root).For(Rank).CopyTo(bytes);
        }
    }

    internal override void AllGatherBytes(ReadOnlySpan<byte> bytes, Span<byte> all)
    {
        var call = ranks.Begin(Rank, $"{nameof(AllGather)} of {bytes.Length} bytes", ToAll(bytes));
        for (var other = 0; other < Size; other++)
        {
            ranks.Await(Rank, call, other).For(Rank).CopyTo(all[(other * bytes.Length)..]);
        }
    }

    internal override void BeginAllToAll(Exchange exchange) =>
        Begin("AllToAll", exchange, new([.. exchange.Sent], [.. exchange.SendCounts], [.. exchange.SendOffsets]));

    internal override void BeginAllGather(Exchange exchange) =>
        Begin("AllGather", exchange, ToAll(exchange.Sent.AsSpan(exchange.SendOffsets[0], exchange.SendCounts[0])));

    internal override void Progress(Exchange exchange) => _ = Running(exchange);

    internal override void Complete(Exchange exchange)
    {
        var pending = Running(exchange);
        for (var other = 0; other < Size; other++)
        {
            var bytes = ranks.Await(Rank, pending.Call, other).For(Rank);
            if (bytes.Length != exchange.ReceiveCounts[other])
            {
                throw new MpiException($"Rank {Rank} expects {exchange.ReceiveCounts[other]} bytes from rank {other}, which sends {bytes.Length}.");
            }

            bytes.CopyTo(exchange.Received.AsSpan(exchange.ReceiveOffsets[other]));
        }

        if (!exchange.Sent.AsSpan().SequenceEqual(pending.Sent))
        {
            throw new InvalidOperationException($"Rank {Rank} has written to the bytes of an exchange before it was complete.");
        }

        _pending.Remove(exchange);
    }

    internal override void Abort(string message)
    {
        var exception = new MpiException($"rank {Rank} of {Size}: {message}");
        ranks.Stop(exception);
        throw exception;
    }

    private void Begin(string name, Exchange exchange, Deposit deposit)
    {
        if (_pending.ContainsKey(exchange))
        {
            throw new InvalidOperationException($"Rank {Rank} begins an exchange that it has not completed.");
        }

        for (var other = 0; other < Size; other++)
        {
            exchange.Received.AsSpan(exchange.ReceiveOffsets[other], exchange.ReceiveCounts[other]).Fill(NotArrived);
        }

        _pending.Add(exchange, new([.. exchange.Sent], ranks.Begin(Rank, name, deposit)));
    }

    private Pending Running(Exchange exchange) =>
        _pending.GetValueOrDefault(exchange) ?? throw new InvalidOperationException($"Rank {Rank} completes an exchange that it has not begun.");

    private Deposit ToAll(ReadOnlySpan<byte> bytes)
    {
        var counts = new int[Size];
        Array.Fill(counts, bytes.Length);
        return new([.. bytes], counts, new int[Size]);
    }

    private sealed record Pending(byte[] Sent, int Call);
}
