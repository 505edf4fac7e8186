namespace SimdReg.Mpi;

/// <summary>One process, which exchanges with itself.</summary>
internal sealed class SingleProcess() : Communicator(rank: 0, size: 1)
{
    public override void Barrier()
    {
    }

    internal override void BroadcastBytes(Span<byte> bytes, int root)
    {
    }

    internal override void AllGatherBytes(ReadOnlySpan<byte> bytes, Span<byte> all) => bytes.CopyTo(all);

    internal override void BeginAllToAll(Exchange exchange) => BeginAllGather(exchange);

    internal override void BeginAllGather(Exchange exchange) =>
        exchange.Sent.AsSpan(exchange.SendOffsets[0], exchange.SendCounts[0]).CopyTo(exchange.Received.AsSpan(exchange.ReceiveOffsets[0], exchange.ReceiveCounts[0]));

    internal override void Progress(Exchange exchange)
    {
    }

    internal override void Complete(Exchange exchange)
    {
    }

    internal override void Abort(string message) => Environment.FailFast(message);
}
