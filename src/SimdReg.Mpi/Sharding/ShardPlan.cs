using System.Numerics;
using System.Runtime.CompilerServices;

namespace SimdReg.Mpi;

/// <summary>Which weights each rank steps, and in which chunks. Positions count the weights of all arrays consecutively.</summary>
/// <remarks>
/// Shards are equal in bytes of weights, gradients and state, not in weights or arrays. They and their chunks end where no group of a penalty has weights
/// on both sides, and at whole blocks of 8-bit state. Every rank computes the same plan.
/// </remarks>
internal sealed class ShardPlan<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly IReadOnlyList<ShardedArray<T>> _arrays;
    private readonly long[][] _ends;
    private readonly long[] _starts;
    private readonly long[] _cuts;

    /// <summary>Divides arrays among ranks.</summary>
    /// <param name="arrays">The arrays.</param>
    /// <param name="size">The number of ranks.</param>
    /// <param name="chunkLength">The number of weights of a chunk, which is approximate: at least 512.</param>
    public ShardPlan(IReadOnlyList<ShardedArray<T>> arrays, int size, int chunkLength)
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

    /// <summary>The indices in an array at which it is cut, in ascending order: the same on every rank.</summary>
    public int[] CutsOf(ShardedArray<T> array)
    {
        var first = Array.BinarySearch(_cuts, array.Offset + 1);
        return [.. _cuts.Skip(first < 0 ? ~first : first).TakeWhile(cut => cut < array.End).Select(cut => (int)(cut - array.Offset))];
    }

    /// <summary>The parts of arrays between two positions.</summary>
    public ShardParts<T> Parts(long start, long end) => new(_arrays, FirstBeyond(start), start, end);

    /// <summary>The number of bytes of the weights between two positions.</summary>
    public long WeightBytes(long start, long end)
    {
        var sum = 0L;
        foreach (var part in Parts(start, end))
        {
            sum += (long)part.Length * part.Array.WeightBytes;
        }

        return sum;
    }

    /// <summary>Requires the exchanges of every chunk to have less than 2³¹ bytes, as MPI counts them, if each rank sends one gradient.</summary>
    /// <exception cref="NotSupportedException">A group of a penalty, or an array that a constraint keeps whole, is too large.</exception>
    public void RequireExchanges()
    {
        var size = _ends.Length;
        for (var chunk = 0; chunk < ChunkCount; chunk++)
        {
            var weightBytes = 0L;
            for (var rank = 0; rank < size; rank++)
            {
                var (start, end) = Chunk(rank, chunk);
                weightBytes += WeightBytes(start, end);
                if (Math.Max(weightBytes, (size - 1) * (end - start) * Unsafe.SizeOf<T>()) is > int.MaxValue and var bytes && size > 1)
                {
                    throw new NotSupportedException(
                        $"Rank {rank} of {size} would step {end - start} weights at once, which their penalty does not allow to divide. The ranks would exchange {bytes} bytes for them: " +
                        $"at most {int.MaxValue}. Use smaller groups, or fewer ranks.");
                }
            }
        }
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
