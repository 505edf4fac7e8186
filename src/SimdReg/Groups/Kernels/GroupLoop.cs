using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Sums;
using SimdReg.Threading;

namespace SimdReg.Groups;

/// <summary>What is done with each group: with its numbers in one span, and those of a second array in another.</summary>
internal interface IGroupWork<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Does it with one group.</summary>
    /// <param name="target">The numbers of the group, which are updated.</param>
    /// <param name="source">Those of the second array; empty if there is none.</param>
    void Do(Span<T> target, ReadOnlySpan<T> source);

    /// <summary>Does it with adjacent groups, from one to another, of a part of the weights that starts at an index.</summary>
    void DoAdjacent(WeightGroups groups, Span<T> target, ReadOnlySpan<T> source, int start, int first, int end);
}

/// <summary>Visits the groups of a part of the weights. A group that is not adjacent in memory is gathered into a buffer and written back.</summary>
internal static class GroupLoop
{
    /// <summary>Writes the norm of each group of all weights.</summary>
    public static void Norms<T>(WeightGroups groups, ReadOnlySpan<T> weights, Span<T> norms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var buffer = groups.AreAdjacent ? null : ArrayPool<T>.Shared.Rent(groups.LargestSize(weights.Length));
        for (var group = 0; group < norms.Length; group++)
        {
            norms[group] = Element<T>.Round(SpanNorm.Of<T>(Of(groups, group, weights, buffer)));
        }

        Return(buffer);
    }

    /// <summary>Adds φ of the norm of each group to a sum.</summary>
    public static double Sum<T, TGroup>(WeightGroups groups, ReadOnlySpan<T> weights, DoubleDouble sum, TGroup penalty)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TGroup : struct, IGroupPenalty
    {
        var count = groups.CountUnchecked(weights.Length);
        var norms = ArrayPool<T>.Shared.Rent(count);
        Norms(groups, weights, norms.AsSpan(0, count));
        for (var group = 0; group < count; group++)
        {
            sum += DoubleDouble.Normalised(penalty.Value(double.CreateTruncating(norms[group]), groups.Range(group, weights.Length).Length), 0);
        }

        Return(norms);
        return sum.High;
    }

    /// <summary>Visits all groups of a part that starts at an index, on several threads if there is much to do.</summary>
    public static void Visit<T, TWork>(
        WeightGroups groups, Span<T> target, ReadOnlySpan<T> source, int start, int maxDegreeOfParallelism, in TWork work)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TWork : struct, IGroupWork<T>
    {
        var (first, end) = (groups.GroupAt(start), groups.GroupAt(start + target.Length));
        if (ParallelRanges.IsWorthwhile(target.Length, maxDegreeOfParallelism) && end - first > 1)
        {
            OnThreads(groups, target, source, start, (first, end), maxDegreeOfParallelism, work);
        }
        else
        {
            Visit(groups, target, source, start, first, end, in work);
        }
    }

    private static unsafe void OnThreads<T, TWork>(
        WeightGroups groups, Span<T> target, ReadOnlySpan<T> source, int start, (int First, int End) range, int maxDegreeOfParallelism, TWork work)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TWork : struct, IGroupWork<T>
    {
        fixed (T* pinnedTarget = target, pinnedSource = source)
        {
            var (t, s, targetLength, sourceLength) = ((nint)pinnedTarget, (nint)pinnedSource, target.Length, source.Length);
            var count = range.End - range.First;
            var share = Math.Max(1, (int)((long)count * ParallelRanges.RangeLength(targetLength) / targetLength));
            ParallelRanges.ForEach((count + share - 1) / share, maxDegreeOfParallelism, item => Visit(
                groups,
                new Span<T>((T*)t, targetLength),
                new ReadOnlySpan<T>((T*)s, sourceLength),
                start,
                range.First + (item * share),
                Math.Min(range.First + ((item + 1) * share), range.End),
                in work));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Visit<T, TWork>(WeightGroups groups, Span<T> target, ReadOnlySpan<T> source, int start, int first, int end, in TWork work)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TWork : struct, IGroupWork<T>
    {
        if (groups.AreAdjacent)
        {
            work.DoAdjacent(groups, target, source, start, first, end);
            return;
        }

        var largest = groups.LargestSize(target.Length);
        var buffer = ArrayPool<T>.Shared.Rent(checked(2 * largest));
        for (var group = first; group < end; group++)
        {
            var size = groups.Range(group, target.Length).Length;
            var numbers = buffer.AsSpan(0, size);
            var others = source.IsEmpty ? default : buffer.AsSpan(largest, size);
            groups.Gather(group, target, numbers);
            if (!source.IsEmpty)
            {
                groups.Gather(group, source, others);
            }

            work.Do(numbers, others);
            groups.Scatter<T>(group, numbers, target);
        }

        Return(buffer);
    }

    /// <summary>Visits adjacent groups one by one.</summary>
    public static void EachAdjacent<T, TWork>(WeightGroups groups, Span<T> target, ReadOnlySpan<T> source, int start, int first, int end, in TWork work)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TWork : struct, IGroupWork<T>
    {
        for (var group = first; group < end; group++)
        {
            var (at, size) = groups.Range(group, target.Length);
            work.Do(target.Slice(at - start, size), source.Slice(at - start, size));
        }
    }

    /// <summary>The weights of a group: adjacent ones themselves, others in the buffer.</summary>
    private static ReadOnlySpan<T> Of<T>(WeightGroups groups, int group, ReadOnlySpan<T> weights, T[]? buffer)
    {
        var (start, size) = groups.Range(group, weights.Length);
        if (buffer is null)
        {
            return weights.Slice(start, size);
        }

        groups.Gather(group, weights, buffer);
        return buffer.AsSpan(0, size);
    }

    private static void Return<T>(T[]? buffer)
    {
        if (buffer is not null)
        {
            ArrayPool<T>.Shared.Return(buffer);
        }
    }
}
