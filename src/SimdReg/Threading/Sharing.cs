namespace SimdReg.Threading;

/// <summary>Work over ranges of elements.</summary>
internal interface IRangeWork<TResult>
{
    TResult Do(long start, long end);

    /// <summary>What two ranges came to, the left before the right, as one.</summary>
    TResult Merge(TResult left, TResult right);
}

/// <summary>Shares work among threads of the runtime's pool.</summary>
internal static class Sharing
{
    public static bool IsWorthwhile(long length, int maxDegreeOfParallelism) =>
        maxDegreeOfParallelism > 1 && length >= Thresholds.SmallestShared;

    /// <summary>How many elements a thread takes at a time. Long work has longer ranges, in which a step with state fetches ahead.</summary>
    public static int RangeLength(long length) => length < Thresholds.SmallestInLongRanges ? Thresholds.RangeLength : Thresholds.LongRangeLength;

    /// <remarks>
    /// Where ranges begin, and the order in which they are merged, does not depend on the number of threads. More threads than processors
    /// would only have to be asked.
    /// </remarks>
    public static TResult Run<TWork, TResult>(TWork work, long length, int rangeLength, int maxDegreeOfParallelism)
        where TWork : struct, IRangeWork<TResult>
    {
        var results = new TResult[(length + rangeLength - 1) / rangeLength];
        ForEach(
            results.Length,
            Math.Min(maxDegreeOfParallelism, Math.Max(2, Environment.ProcessorCount)),
            range => results[range] = work.Do((long)range * rangeLength, Math.Min((range + 1L) * rangeLength, length)));
        return results.Aggregate(work.Merge);
    }

    /// <summary>Does what is numbered from 0, on this thread and on up to so many in all.</summary>
    /// <remarks>
    /// It returns when all is done, whether or not the pool had a thread to spare. What the work throws is thrown as it is; of several
    /// exceptions, the one that a single thread would have met first.
    /// </remarks>
    public static void ForEach(int count, int maxDegreeOfParallelism, Action<int> work)
    {
        var helperCount = Math.Min(count, maxDegreeOfParallelism) - 1;
        if (helperCount > 0)
        {
            new SharedItems(count, work, helperCount).Do();
            return;
        }

        for (var i = 0; i < count; i++)
        {
            work(i);
        }
    }
}
