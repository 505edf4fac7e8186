using System.Numerics;

namespace SimdReg.Mpi;

/// <summary>A part of an array.</summary>
internal readonly record struct ShardPart<T>(ShardedArray<T> Array, int Start, int Length)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>The parts of arrays between two positions, to be enumerated. A struct, because every step enumerates them for each rank and chunk.</summary>
/// <param name="arrays">The arrays.</param>
/// <param name="first">The index of the first array that ends after <paramref name="start"/>.</param>
/// <param name="start">The position of the first weight.</param>
/// <param name="end">The position behind the last weight.</param>
internal struct ShardParts<T>(IReadOnlyList<ShardedArray<T>> arrays, int first, long start, long end)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private int _next = first;

    public ShardPart<T> Current { get; private set; }

    public readonly ShardParts<T> GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_next < arrays.Count && arrays[_next].Offset < end)
        {
            var array = arrays[_next++];
            var from = (int)Math.Max(0, start - array.Offset);
            var length = (int)Math.Min(array.WeightCount, end - array.Offset) - from;
            if (length > 0)
            {
                Current = new(array, from, length);
                return true;
            }
        }

        return false;
    }
}
