using System.Buffers;
using System.Runtime.InteropServices;

namespace SimdReg.Models;

/// <summary>The addresses of a piece of memory, of its first byte and after its last, and the index of the piece.</summary>
internal readonly record struct AddressRange(nuint Start, nuint End, int Piece) : IComparable<AddressRange>
{
    public static AddressRange Of<T>(MemoryPiece<T> memory, int piece)
        where T : unmanaged
    {
        var (start, end) = memory.Bytes.Addresses;
        return new(start, end, piece);
    }

    public int CompareTo(AddressRange other) => Start.CompareTo(other.Start);
}

/// <summary>Address ranges that do not overlap, sorted by address, in a list of blocks.</summary>
/// <remarks>
/// A search takes O(log n). An insertion moves the ranges of one block, and inserts a block into the list where one is full. The list has
/// at most 2¹⁴ blocks for the 2²¹ ranges of the largest <see cref="ParameterSet{T}"/>.
/// </remarks>
internal sealed class AddressRanges
{
    private const int BlockLength = 256;

    private readonly List<Block> _blocks = [new()];
    private int _count;

    /// <summary>Whether a range overlaps one of these.</summary>
    public bool HasOverlap(AddressRange other)
    {
        var block = _blocks[BlockOf(other.End)];
        var before = block.CountBefore(other.End);

        // Of the ranges that start before the end of the other, the last one also ends last, because they do not overlap.
        return before > 0 && block.Items[before - 1].End > other.Start;
    }

    /// <summary>Inserts a range that overlaps none of these.</summary>
    public void Insert(AddressRange range)
    {
        var index = BlockOf(range.Start);
        var block = _blocks[index];
        var position = block.CountBefore(range.Start);
        if (block.Count == BlockLength)
        {
            // Ranges inserted in ascending order fill every block; in any other order, blocks stay at least half full.
            var isLast = position == BlockLength && index == _blocks.Count - 1;
            var next = block.Split(isLast ? BlockLength : BlockLength / 2);
            _blocks.Insert(index + 1, next);
            if (isLast || position > block.Count)
            {
                position -= block.Count;
                block = next;
            }
        }

        block.Insert(position, range);
        _count++;
    }

    /// <summary>Reads the addresses of all pieces again and sorts them.</summary>
    public void Read<T>(ReadOnlySpan<MemoryPiece<T>> pieces)
        where T : unmanaged
    {
        var (isSorted, last) = (true, default(AddressRange));
        foreach (var block in _blocks)
        {
            foreach (ref var range in block.Span)
            {
                range = AddressRange.Of(pieces[range.Piece], range.Piece);
                isSorted &= range.Start > last.Start;
                last = range;
            }
        }

        // A garbage collection keeps the order of most arrays, often of all.
        if (!isSorted)
        {
            Sort();
        }
    }

    private void Sort()
    {
        var rented = ArrayPool<AddressRange>.Shared.Rent(_count);
        var all = rented.AsSpan(0, _count);
        var copied = 0;
        foreach (var block in _blocks)
        {
            block.Span.CopyTo(all[copied..]);
            copied += block.Count;
        }

        all.Sort();
        foreach (var block in _blocks)
        {
            all[..block.Count].CopyTo(block.Items);
            all = all[block.Count..];
        }

        ArrayPool<AddressRange>.Shared.Return(rented);
    }

    /// <summary>The last block that starts before an address, or the first one.</summary>
    private int BlockOf(nuint address) =>
        Math.Max(0, Count(CollectionsMarshal.AsSpan(_blocks).BinarySearch(new Address(address))) - 1);

    /// <summary>The number of items before the one that a binary search was asked for.</summary>
    private static int Count(int index) => index < 0 ? ~index : index;

    private readonly struct Address(nuint address) : IComparable<AddressRange>, IComparable<Block>
    {
        public int CompareTo(AddressRange other) => address.CompareTo(other.Start);

        public int CompareTo(Block? other) => address.CompareTo(other!.Items[0].Start);
    }

    private sealed class Block
    {
        public AddressRange[] Items { get; } = new AddressRange[BlockLength];

        public int Count { get; private set; }

        public Span<AddressRange> Span => Items.AsSpan(0, Count);

        public int CountBefore(nuint address) => AddressRanges.Count(Span.BinarySearch(new Address(address)));

        public void Insert(int position, AddressRange range)
        {
            Span[position..].CopyTo(Items.AsSpan(position + 1));
            Items[position] = range;
            Count++;
        }

        /// <summary>Keeps the first items and returns a block with the others.</summary>
        public Block Split(int kept)
        {
            var others = new Block { Count = Count - kept };
            Span[kept..].CopyTo(others.Items);
            Count = kept;
            return others;
        }
    }
}
