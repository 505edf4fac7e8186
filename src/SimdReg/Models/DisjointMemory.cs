using System.Buffers;
using System.Runtime.InteropServices;

namespace SimdReg.Models;

/// <summary>Pieces of memory that do not overlap. Finds in O(log n) whether another piece overlaps one of them.</summary>
/// <remarks>
/// Only addresses show every overlap: between slices of one array, within native memory, and between an array and a
/// <see cref="MemoryManager{T}"/> over it. The garbage collector moves arrays, so an address is valid only until the next
/// collection. The first search after one reads all addresses again, in O(n) as long as their order is the same.
/// </remarks>
internal sealed class DisjointMemory<T>
    where T : unmanaged
{
    // A collection might occur during every attempt. Then the pieces are compared one by one, which needs no addresses.
    private const int Attempts = 3;

    private readonly List<MemoryPiece<T>> _pieces = [];
    private readonly AddressRanges _ranges = new();
    private int _collections = GC.CollectionCount(0);

    /// <summary>The index of the first piece that some memory overlaps, or −1.</summary>
    public int FindOverlap(MemoryPiece<T> memory)
    {
        if (memory.IsEmpty)
        {
            return -1;
        }

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var collections = GC.CollectionCount(0);
            if (collections != _collections)
            {
                _ranges.Read(CollectionsMarshal.AsSpan(_pieces));
                _collections = collections;
            }

            if (_ranges.HasOverlap(AddressRange.Of(memory, -1)))
            {
                break;
            }

            if (GC.CollectionCount(0) == collections)
            {
                return -1;
            }
        }

        return FindByComparison(memory.Bytes);
    }

    /// <summary>Adds two pieces that do not overlap each other or any earlier piece.</summary>
    public void Add(MemoryPiece<T> first, MemoryPiece<T> second)
    {
        // A memory manager may throw, so both are read before either is added.
        var (rangeOfFirst, rangeOfSecond) = (AddressRange.Of(first, _pieces.Count), AddressRange.Of(second, _pieces.Count + 1));
        _pieces.Add(first);
        _pieces.Add(second);
        InsertUnlessEmpty(rangeOfFirst);
        InsertUnlessEmpty(rangeOfSecond);
    }

    private void InsertUnlessEmpty(AddressRange range)
    {
        if (range.End > range.Start)
        {
            _ranges.Insert(range);
        }
    }

    private int FindByComparison(ByteRange bytes)
    {
        for (var i = 0; i < _pieces.Count; i++)
        {
            if (bytes.Overlaps(_pieces[i].Bytes))
            {
                return i;
            }
        }

        return -1;
    }
}
