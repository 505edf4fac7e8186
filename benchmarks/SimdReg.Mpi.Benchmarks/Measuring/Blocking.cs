namespace SimdReg.Mpi.Benchmarks.Measuring;

/// <summary>The same ranks without overlap: each exchange is complete when it has begun.</summary>
internal sealed class Blocking(Communicator ranks) : Communicator(ranks.Rank, ranks.Size)
{
    public override void Barrier() => ranks.Barrier();

    internal override void BroadcastBytes(Span<byte> bytes, int root) => ranks.BroadcastBytes(bytes, root);

    internal override void AllGatherBytes(ReadOnlySpan<byte> bytes, Span<byte> all) => ranks.AllGatherBytes(bytes, all);

    internal override void BeginAllToAll(Exchange exchange)
    {
        ranks.BeginAllToAll(exchange);
        ranks.Complete(exchange);
    }

    internal override void BeginAllGather(Exchange exchange)
    {
        ranks.BeginAllGather(exchange);
        ranks.Complete(exchange);
    }

    internal override void Progress(Exchange exchange)
    {
    }

    internal override void Complete(Exchange exchange)
    {
    }

    internal override void Abort(string message) => ranks.Abort(message);
}
