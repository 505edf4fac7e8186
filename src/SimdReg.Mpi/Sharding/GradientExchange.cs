using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Sums;

namespace SimdReg.Mpi;

/// <summary>Sends to each rank the gradients of its shard, and sums those of all ranks for this one, parcel by parcel: while one is summed, the next travels.</summary>
/// <remarks>
/// What travels are the components of the exact sums: spans whose exact sum is the sum of what a rank has added. Components that are zero over a parcel stay
/// at home, so a rank with one gradient sends one span. The components of this rank's own shard are summed where they are.
/// </remarks>
internal sealed class GradientExchange<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Communicator _ranks;
    private readonly ShardPlan<T> _plan;
    private readonly Exchange _counts;
    private readonly Exchange[] _exchanges;
    private readonly ReceivedNumbers<T>[] _received;
    private readonly List<ReadOnlyMemory<T>> _spans = [];
    private T[] _own = [];

    public GradientExchange(Communicator ranks, ShardPlan<T> plan)
    {
        (_ranks, _plan) = (ranks, plan);
        _counts = new(ranks.Size);
        _exchanges = [new(ranks.Size), new(ranks.Size)];
        _received = [.. _exchanges.Select(exchange => new ReceivedNumbers<T>(exchange))];
    }

    /// <summary>The bytes that this rank has sent to others.</summary>
    public long BytesSent { get; private set; }

    /// <summary>Begins with a step: tells every rank how many components each parcel for it has, and begins the first one.</summary>
    public void Begin()
    {
        Array.Fill(_counts.SendCounts, _plan.ParcelCount * sizeof(int));
        Array.Fill(_counts.ReceiveCounts, _plan.ParcelCount * sizeof(int));
        _counts.Arrange();
        for (var rank = 0; rank < _ranks.Size; rank++)
        {
            for (var parcel = 0; parcel < _plan.ParcelCount; parcel++)
            {
                SentComponents(rank, parcel) = ComponentCount(_plan.Parcel(rank, parcel));
            }
        }

        _ranks.BeginAllToAll(_counts);
        _ranks.Complete(_counts);
        Begin(0);
    }

    /// <summary>Sums a parcel of the shard. The next one is under way meanwhile.</summary>
    public void Sum(int parcel, Span<T> destination, long divisor, int maxDegreeOfParallelism, PhaseClock clock)
    {
        Begin(parcel + 1);
        var exchange = _exchanges[parcel % 2];
        _ranks.Complete(exchange);
        clock.Ends(ref clock.Exchange);

        _spans.Clear();
        for (var rank = 0; rank < _ranks.Size; rank++)
        {
            if (rank == _ranks.Rank)
            {
                AddOwn(_plan.Parcel(rank, parcel), SentComponents(rank, parcel), destination.Length);
                continue;
            }

            var start = exchange.ReceiveOffsets[rank] / Unsafe.SizeOf<T>();
            for (var component = ReceivedComponents(rank, parcel); component > 0; component--)
            {
                _spans.Add(_received[parcel % 2].Memory.Slice(start, destination.Length));
                start += destination.Length;
            }
        }

        GradientSum.Over(CollectionsMarshal.AsSpan(_spans), destination, divisor, maxDegreeOfParallelism);
        clock.Ends(ref clock.Sum);
    }

    /// <summary>Lets the parcel that is under way move on.</summary>
    public void Progress(int parcel)
    {
        if (parcel < _plan.ParcelCount)
        {
            _ranks.Progress(_exchanges[parcel % 2]);
        }
    }

    private void Begin(int parcel)
    {
        if (parcel >= _plan.ParcelCount)
        {
            return;
        }

        var exchange = _exchanges[parcel % 2];
        var (start, end) = _plan.Parcel(_ranks.Rank, parcel);
        for (var rank = 0; rank < _ranks.Size; rank++)
        {
            var (from, to) = _plan.Parcel(rank, parcel);
            var isOther = rank != _ranks.Rank;
            exchange.SendCounts[rank] = isOther ? ByteCount(to - from, SentComponents(rank, parcel)) : 0;
            exchange.ReceiveCounts[rank] = isOther ? ByteCount(end - start, ReceivedComponents(rank, parcel)) : 0;
            BytesSent += exchange.SendCounts[rank];
        }

        exchange.Arrange();
        for (var rank = 0; rank < _ranks.Size; rank++)
        {
            if (rank != _ranks.Rank)
            {
                Pack(_plan.Parcel(rank, parcel), SentComponents(rank, parcel), MemoryMarshal.Cast<byte, T>(exchange.Sent.AsSpan(exchange.SendOffsets[rank], exchange.SendCounts[rank])));
            }
        }

        _ranks.BeginAllToAll(exchange);
    }

    /// <summary>Adds the components of this rank to the spans of a sum: without a copy, if the parcel is a part of one array.</summary>
    private void AddOwn((long Start, long End) parcel, int componentCount, int length)
    {
        var parts = _plan.Parts(parcel.Start, parcel.End);
        if (parts.MoveNext() && parts.Current is var part && part.Length == length)
        {
            for (var component = 0; component < componentCount; component++)
            {
                _spans.Add(part.Array.Gradients.Component(component).Slice(part.Start, length));
            }

            return;
        }

        if (_own.Length < componentCount * length)
        {
            _own = new T[componentCount * length];
        }

        Pack(parcel, componentCount, _own);
        for (var component = 0; component < componentCount; component++)
        {
            _spans.Add(_own.AsMemory(component * length, length));
        }
    }

    private static int ByteCount(long length, int components) => checked((int)(length * components * Unsafe.SizeOf<T>()));

    private ref int SentComponents(int rank, int parcel) => ref MemoryMarshal.Cast<byte, int>(_counts.Sent.AsSpan(_counts.SendOffsets[rank]))[parcel];

    private int ReceivedComponents(int rank, int parcel) => MemoryMarshal.Cast<byte, int>(_counts.Received.AsSpan(_counts.ReceiveOffsets[rank]))[parcel];

    private void Pack((long Start, long End) parcel, int componentCount, Span<T> destination)
    {
        for (var component = 0; component < componentCount; component++)
        {
            foreach (var (array, start, length) in _plan.Parts(parcel.Start, parcel.End))
            {
                if (component < array.Gradients.ComponentCount)
                {
                    array.Gradients.Component(component).Span.Slice(start, length).CopyTo(destination);
                }
                else
                {
                    destination[..length].Clear();
                }

                destination = destination[length..];
            }
        }
    }

    /// <summary>The number of components up to the last one that is not zero over a parcel.</summary>
    private int ComponentCount((long Start, long End) parcel)
    {
        var count = 0;
        foreach (var (array, start, length) in _plan.Parts(parcel.Start, parcel.End))
        {
            var ofArray = array.Gradients.ComponentCount;
            while (ofArray > count && !array.Gradients.Component(ofArray - 1).Span.Slice(start, length).ContainsAnyExcept(T.Zero))
            {
                ofArray--;
            }

            count = Math.Max(count, ofArray);
        }

        return count;
    }
}
