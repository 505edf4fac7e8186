using System.Numerics;

namespace SimdReg.Mpi;

/// <summary>Sends the new weights of a shard to all ranks, parcel by parcel: while one travels, the next is stepped.</summary>
internal sealed class WeightGather<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Communicator _ranks;
    private readonly ShardPlan<T> _plan;
    private readonly Exchange[] _exchanges;
    private int _begun;
    private int _completed;

    public WeightGather(Communicator ranks, ShardPlan<T> plan)
    {
        (_ranks, _plan) = (ranks, plan);
        _exchanges = [new(ranks.Size), new(ranks.Size)];
    }

    /// <summary>The bytes that this rank has sent to others.</summary>
    public long BytesSent { get; private set; }

    /// <summary>Begins with the first parcel.</summary>
    public void Begin() => _begun = _completed = 0;

    /// <summary>Begins to send the next parcel, whose weights are stepped, and takes those of an earlier one.</summary>
    public void Send()
    {
        if (_ranks.Size == 1)
        {
            return;
        }

        // Two are under way at most: the memory of the one before the last is needed.
        if (_begun - _completed == _exchanges.Length)
        {
            CompleteOne();
        }

        var exchange = _exchanges[_begun % 2];
        for (var rank = 0; rank < _ranks.Size; rank++)
        {
            var (start, end) = _plan.Parcel(rank, _begun);
            exchange.ReceiveCounts[rank] = _plan.WeightBytes(start, end);
        }

        Array.Clear(exchange.SendCounts);
        exchange.SendCounts[0] = exchange.ReceiveCounts[_ranks.Rank];
        exchange.Arrange();
        BytesSent += (long)exchange.SendCounts[0] * (_ranks.Size - 1);
        Copy(_ranks.Rank, _begun, exchange.Sent, isToWeights: false);
        _ranks.BeginAllGather(exchange);
        _begun++;
    }

    /// <summary>Takes the parcels that are under way.</summary>
    public void Complete()
    {
        while (_completed < _begun)
        {
            CompleteOne();
        }
    }

    private void CompleteOne()
    {
        var exchange = _exchanges[_completed % 2];
        _ranks.Complete(exchange);
        for (var rank = 0; rank < _ranks.Size; rank++)
        {
            if (rank != _ranks.Rank)
            {
                Copy(rank, _completed, exchange.Received.AsSpan(exchange.ReceiveOffsets[rank]), isToWeights: true);
            }
        }

        _completed++;
    }

    private void Copy(int rank, int parcel, Span<byte> bytes, bool isToWeights)
    {
        var (start, end) = _plan.Parcel(rank, parcel);
        foreach (var part in _plan.Parts(start, end))
        {
            var weights = part.Array.Bytes(part.Start, part.Length);
            if (isToWeights)
            {
                bytes[..weights.Length].CopyTo(weights);
            }
            else
            {
                weights.CopyTo(bytes);
            }

            bytes = bytes[weights.Length..];
        }
    }
}
