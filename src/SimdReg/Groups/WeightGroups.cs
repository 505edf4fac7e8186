using System.Globalization;
using System.Numerics;
using System.Text.Json.Serialization;
using SimdReg.Groups;

namespace SimdReg;

/// <summary>How weights are divided into groups: rows or columns of a matrix, adjacent groups of any length, or lists of indices.</summary>
/// <remarks>Immutable. The shape does not fix the number of weights, except for <see cref="FromOffsets"/>: each call checks whether it fits.</remarks>
[JsonConverter(typeof(NoJsonForm))]
public sealed partial class WeightGroups
{
    /// <summary>The end of each group, for adjacent groups of any length and for lists of indices; with a leading 0.</summary>
    private readonly int[]? _offsets;

    /// <summary>The lists of indices, one after another.</summary>
    private readonly int[]? _indices;

    /// <summary>The length of a row, or the number of columns; 0 for one group of all weights.</summary>
    private readonly int _length;

    private readonly bool _areColumns;
    private readonly int _leastWeightCount;

    private WeightGroups(int length, bool areColumns) => (_length, _areColumns) = (length, areColumns);

    private WeightGroups(int[] offsets, int[]? indices, int leastWeightCount) => (_offsets, _indices, _leastWeightCount) = (offsets, indices, leastWeightCount);

    /// <summary>One group of all weights.</summary>
    public static WeightGroups All { get; } = new(0, areColumns: false);

    /// <summary>Whether each group is adjacent in memory.</summary>
    internal bool AreAdjacent => !_areColumns && _indices is null;

    /// <summary>Whether each weight is in a group.</summary>
    internal bool CoverAll => _indices is null;

    /// <summary>Groups of adjacent weights, all of the same length: the rows of a matrix in row-major order.</summary>
    /// <param name="length">The length of each group: at least 1. The number of weights must be a multiple of it.</param>
    /// <returns>The groups.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is below 1.</exception>
    public static WeightGroups Rows(int length) => new(Guard.AtLeastOne(length), areColumns: false);

    /// <summary>The columns of a matrix in row-major order: weight i belongs to group i mod count.</summary>
    /// <param name="count">The number of columns, which is the stride of a group: at least 1. The number of weights must be a multiple of it.</param>
    /// <returns>The groups.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public static WeightGroups Columns(int count) => new(Guard.AtLeastOne(count), areColumns: true);

    /// <summary>Adjacent groups of any length: group k has the weights from <c>offsets[k]</c> to <c>offsets[k + 1]</c>.</summary>
    /// <param name="offsets">0, then the end of each group in ascending order. The last is the number of weights. Equal neighbours make an empty group.</param>
    /// <returns>The groups.</returns>
    /// <exception cref="ArgumentException">The first offset is not 0, one is below the offset before it, or there is none.</exception>
    public static WeightGroups FromOffsets(params ReadOnlySpan<int> offsets)
    {
        if (offsets.IsEmpty || offsets[0] != 0)
        {
            throw new ArgumentException($"{nameof(offsets)} {(offsets.IsEmpty ? "is empty" : $"starts with {offsets[0]}")}: it must start with 0, so that the groups cover all weights.", nameof(offsets));
        }

        for (var i = 1; i < offsets.Length; i++)
        {
            if (offsets[i] < offsets[i - 1])
            {
                throw new ArgumentException($"{nameof(offsets)}[{i}] is {offsets[i]}, below the {offsets[i - 1]} before it: groups must not overlap.", nameof(offsets));
            }
        }

        return new(offsets.ToArray(), null, offsets[^1]);
    }

    /// <summary>Groups of any weights, by their indices. A weight without a group has no penalty.</summary>
    /// <param name="groups">The indices of each group: each at least 0, and in one group only.</param>
    /// <returns>The groups.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="groups"/> or a group is null.</exception>
    /// <exception cref="ArgumentException">An index is negative, or occurs twice.</exception>
    public static WeightGroups FromIndices(params IEnumerable<int[]> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        List<int> offsets = [0], indices = [];
        HashSet<int> known = [];
        foreach (var group in groups)
        {
            ArgumentNullException.ThrowIfNull(group, nameof(groups));
            foreach (var index in group)
            {
                if (index is < 0 or int.MaxValue || !known.Add(index))
                {
                    throw new ArgumentException($"{nameof(groups)} contains index {index}{(index is < 0 or int.MaxValue ? "" : " twice")}: an index must be at least 0, below {int.MaxValue} and in one group only.", nameof(groups));
                }

                indices.Add(index);
            }

            offsets.Add(indices.Count);
        }

        return new([.. offsets], [.. indices], indices.Count == 0 ? 0 : indices.Max() + 1);
    }

    /// <summary>The number of groups among a number of weights.</summary>
    /// <param name="weightCount">The number of weights.</param>
    /// <returns>The number of groups.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="weightCount"/> is negative.</exception>
    /// <exception cref="ArgumentException">The groups do not fit the number of weights.</exception>
    public int CountFor(int weightCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(weightCount);
        RequireFits(weightCount, nameof(weightCount));
        return CountUnchecked(weightCount);
    }

    /// <summary>The L2 norm of each group, correctly rounded.</summary>
    /// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <param name="weights">w</param>
    /// <param name="norms">The norms, written: as many as <see cref="CountFor"/> returns.</param>
    /// <exception cref="ArgumentException">The groups do not fit the weights, <paramref name="norms"/> has another length, or the spans overlap. Nothing has been written.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double. Nothing has been written.</exception>
    public void Norms<T>(ReadOnlySpan<T> weights, Span<T> norms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Element<T>.Require();
        RequireFits(weights.Length, nameof(weights));
        if (norms.Length != CountUnchecked(weights.Length))
        {
            throw new ArgumentException($"{nameof(norms)} has {norms.Length} elements and {nameof(weights)} has {CountUnchecked(weights.Length)} groups: they must be equally many.", nameof(norms));
        }

        if (weights.Overlaps(norms))
        {
            throw new ArgumentException($"{nameof(norms)} overlaps {nameof(weights)}: they must be separate memory.", nameof(norms));
        }

        GroupLoop.Norms(this, weights, norms);
    }

    /// <summary>The shape, as in <c>Rows(4)</c>.</summary>
    /// <returns>The text, the same in every culture.</returns>
    public override string ToString() =>
        _indices is not null ? string.Create(CultureInfo.InvariantCulture, $"{_offsets!.Length - 1} groups of indices")
        : _offsets is not null ? string.Create(CultureInfo.InvariantCulture, $"{_offsets.Length - 1} groups of {_leastWeightCount} weights")
        : _length == 0 ? nameof(All)
        : string.Create(CultureInfo.InvariantCulture, $"{(_areColumns ? nameof(Columns) : nameof(Rows))}({_length})");
}
