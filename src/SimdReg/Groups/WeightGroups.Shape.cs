using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Groups;

namespace SimdReg;

/// <content>Which weights a group has, and where the weights may be cut.</content>
public sealed partial class WeightGroups
{
    internal int CountUnchecked(int weightCount) =>
        _offsets is not null ? _offsets.Length - 1
        : weightCount == 0 ? 0
        : _length == 0 ? 1
        : _areColumns ? _length
        : weightCount / _length;

    /// <summary>Throws if the groups do not fit a number of weights.</summary>
    internal void RequireFits(int weightCount, string name)
    {
        var fits = _indices is not null ? weightCount >= _leastWeightCount
            : _offsets is not null ? weightCount == _leastWeightCount
            : _length == 0 || weightCount % _length == 0;
        if (!fits)
        {
            throw new ArgumentException(
                $"There are {weightCount} weights, and "
                + (_indices is not null ? $"the groups have index {_leastWeightCount - 1}: there must be more weights than the largest index."
                    : _offsets is not null ? $"the groups cover {_leastWeightCount}: the numbers must be equal."
                    : $"the groups are {(_areColumns ? "columns" : "rows")} of {_length}: the number of weights must be a multiple of it."),
                name);
        }
    }

    /// <summary>The number of groups that have a weight other than zero.</summary>
    internal int NonZeroCount<T>(ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var norms = new T[CountUnchecked(weights.Length)];
        GroupLoop.Norms(this, weights, norms.AsSpan());
        return norms.Length - norms.AsSpan().Count(T.Zero);
    }

    /// <summary>The indices that are in no group, in ascending order.</summary>
    internal int[] IndicesOutside(int weightCount) => _indices is null ? [] : [.. Enumerable.Range(0, weightCount).Except(_indices)];

    /// <summary>The smallest index, from the given one on, where no group has weights on both sides.</summary>
    internal int BoundaryFrom(int index, int weightCount)
    {
        if (index <= 0 || index >= weightCount)
        {
            return Math.Clamp(index, 0, weightCount);
        }

        return !AreAdjacent || (_length == 0 && _offsets is null) ? weightCount
            : _offsets is null ? (int)Math.Min(weightCount, ((long)index + _length - 1) / _length * _length)
            : _offsets[FirstFrom(index)];
    }

    /// <summary>A checksum of offsets and indices.</summary>
    internal uint Checksum => BitOperations.Crc32C(Of(_offsets), Of(_indices));

    /// <summary>The number of groups before an index at which the weights may be cut.</summary>
    internal int GroupAt(int index) =>
        !AreAdjacent ? (index == 0 ? 0 : CountUnchecked(index))
        : _offsets is not null ? FirstFrom(index)
        : _length == 0 ? Math.Min(index, 1)
        : index / _length;

    internal (int Start, int Length) Range(int group, int weightCount) =>
        _offsets is not null ? (_offsets[group], _offsets[group + 1] - _offsets[group])
        : _length == 0 ? (0, weightCount)
        : _areColumns ? (group, weightCount / _length)
        : (group * _length, _length);

    /// <summary>The size of a group that is adjacent in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int SizeOfAdjacent(int group, int weightCount) =>
        _offsets is not null ? _offsets[group + 1] - _offsets[group]
        : _length == 0 ? weightCount
        : _length;

    /// <summary>Copies the weights of a group.</summary>
    internal void Gather<T>(int group, ReadOnlySpan<T> weights, Span<T> destination)
    {
        var (start, length) = Range(group, weights.Length);
        for (var i = 0; i < length; i++)
        {
            destination[i] = weights[IndexOf(start, i)];
        }
    }

    /// <summary>Copies the weights of a group back.</summary>
    internal void Scatter<T>(int group, ReadOnlySpan<T> source, Span<T> weights)
    {
        var (start, length) = Range(group, weights.Length);
        for (var i = 0; i < length; i++)
        {
            weights[IndexOf(start, i)] = source[i];
        }
    }

    /// <summary>The size of the largest group.</summary>
    internal int LargestSize(int weightCount)
    {
        if (_offsets is null)
        {
            return CountUnchecked(weightCount) == 0 ? 0 : Range(0, weightCount).Length;
        }

        var largest = 0;
        for (var group = 0; group < _offsets.Length - 1; group++)
        {
            largest = Math.Max(largest, _offsets[group + 1] - _offsets[group]);
        }

        return largest;
    }

    private int IndexOf(int start, int place) => _indices is not null ? _indices[start + place] : start + (place * (_areColumns ? _length : 1));

    /// <summary>The first group that starts at an index or after it, of groups of any length.</summary>
    private int FirstFrom(int index)
    {
        var found = Array.BinarySearch(_offsets!, index);
        return found < 0 ? ~found : found;
    }

    private static uint Of(int[]? numbers) => StoredForm.Checksum(MemoryMarshal.AsBytes<int>(numbers));
}
