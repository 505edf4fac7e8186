using System.Numerics;

namespace SimdReg.Mpi;

/// <summary>Which weights each rank steps, and in which chunks. Positions count the weights of all arrays consecutively.</summary>
/// <remarks>
/// Shards are equal in bytes of weights, gradients and state, not in weights or arrays. They and their chunks end where no group of a penalty has weights
/// on both sides, and at whole blocks of 8-bit state. A chunk is stepped at once. It travels in one exchange, or in several parcels if it has more bytes
/// than MPI can count. Every rank computes the same plan.
/// </remarks>
internal sealed class ShardPlan<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly IReadOnlyList<ShardedArray<T>> _arrays;
    private readonly long[][] _ends;
    private readonly long[] _starts;
    private readonly long[] _cuts;
    private readonly (int Chunk, int Index, int Count)[] _parcels;

    /// <summary>Divides arrays among ranks.</summary>
    /// <param name="arrays">The arrays.</param>
    /// <param name="size">The number of ranks.</param>
    /// <param name="chunkLength">The number of weights of a chunk, which is approximate: at least 512.</param>
    /// <param name="mostInExchange">The largest number of weights of all ranks in one exchange: at least the number of ranks.</param>
    public ShardPlan(IReadOnlyList<ShardedArray<T>> arrays, int size, int chunkLength, int mostInExchange = 1 << 25)
    {
        _arrays = arrays;
        _starts = new long[size + 1];
        _starts[size] = Length = arrays.Count == 0 ? 0 : arrays[^1].End;
        var total = arrays.Sum(array => array.WeightCount * array.StepBytes);
        for (var rank = 1; rank < size; rank++)
        {
            _starts[rank] = Math.Max(_starts[rank - 1], Cut(PositionOf(total * rank / size)));
        }

        _ends = [.. Enumerable.Range(0, size).Select(rank => Chunks(_starts[rank], _starts[rank + 1], chunkLength).ToArray())];
        ChunkCount = _ends.Max(ends => ends.Length);
        _cuts = [.. _ends.SelectMany(ends => ends).Distinct()];
        _parcels = [.. Enumerable.Range(0, ChunkCount).SelectMany(chunk => Parcels(chunk, size, mostInExchange / size))];
    }

    /// <summary>The number of weights.</summary>
    public long Length { get; }

    /// <summary>The number of chunks of the rank that has most.</summary>
    public int ChunkCount { get; }

    /// <summary>The weights that a rank steps.</summary>
    public (long Start, long End) Shard(int rank) => (_starts[rank], _starts[rank + 1]);

    /// <summary>A chunk of a shard; empty if the shard has fewer.</summary>
    public (long Start, long End) Chunk(int rank, int chunk)
    {
        var ends = _ends[rank];
        var start = chunk == 0 ? _starts[rank] : ends.Length == 0 ? _starts[rank] : ends[Math.Min(chunk, ends.Length) - 1];
        return (start, chunk < ends.Length ? ends[chunk] : start);
    }

    /// <summary>The number of exchanges of a step: one for each chunk, or several for a chunk that is too large for one.</summary>
    public int ParcelCount => _parcels.Length;

    /// <summary>What a rank steps of the weights in an exchange. It may end anywhere in a chunk.</summary>
    public (long Start, long End) Parcel(int rank, int parcel)
    {
        var (chunk, index, count) = _parcels[parcel];
        var (start, end) = Chunk(rank, chunk);
        return (start + ((end - start) * index / count), start + ((end - start) * (index + 1) / count));
    }

    /// <summary>The chunk whose last weights are in an exchange.</summary>
    /// <returns>Whether there is one.</returns>
    public bool EndsChunk(int parcel, out int chunk)
    {
        (chunk, var index, var count) = _parcels[parcel];
        return index == count - 1;
    }

    /// <summary>The indices in an array at which it is cut, in ascending order: the same on every rank.</summary>
    public int[] CutsOf(ShardedArray<T> array)
    {
        var first = Array.BinarySearch(_cuts, array.Offset + 1);
        return [.. _cuts.Skip(first < 0 ? ~first : first).TakeWhile(cut => cut < array.End).Select(cut => (int)(cut - array.Offset))];
    }

    /// <summary>The parts of arrays between two positions.</summary>
    public ShardParts<T> Parts(long start, long end) => new(_arrays, FirstBeyond(start), start, end);

    /// <summary>The number of bytes of the weights between two positions.</summary>
    public int WeightBytes(long start, long end)
    {
        var sum = 0;
        foreach (var part in Parts(start, end))
        {
            sum = checked(sum + (part.Length * part.Array.WeightBytes));
        }

        return sum;
    }

    /// <summary>Divides a chunk of every rank into as many exchanges.</summary>
    private IEnumerable<(int Chunk, int Index, int Count)> Parcels(int chunk, int size, int mostOfRank)
    {
        var longest = Enumerable.Range(0, size).Max(rank => Chunk(rank, chunk) is var (start, end) ? end - start : 0);
        var count = checked((int)((longest + mostOfRank - 1) / mostOfRank));
        return Enumerable.Range(0, count).Select(index => (chunk, index, count));
    }

    private IEnumerable<long> Chunks(long start, long end, int chunkLength)
    {
        while (start < end)
        {
            start = end - start <= chunkLength ? end : Math.Min(end, Cut(start + chunkLength));
            yield return start;
        }
    }

    /// <summary>The position up to which the arrays have a number of bytes.</summary>
    private long PositionOf(double bytes)
    {
        foreach (var array in _arrays)
        {
            var ofArray = array.WeightCount * array.StepBytes;
            if (bytes < ofArray)
            {
                return array.Offset + (long)(bytes / array.StepBytes);
            }

            bytes -= ofArray;
        }

        return Length;
    }

    /// <summary>A position near a given one where the weights may be cut.</summary>
    private long Cut(long position)
    {
        var i = FirstBeyond(position);
        if (i == _arrays.Count)
        {
            return Length;
        }

        var array = _arrays[i];
        var index = (int)(position - array.Offset);
        return index <= 0 ? position : array.Offset + Math.Min(array.WeightCount, array.Whole.CutFrom(index));
    }

    /// <summary>The index of the first array that ends after a position.</summary>
    private int FirstBeyond(long position)
    {
        var (low, high) = (0, _arrays.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = _arrays[middle].End <= position ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
