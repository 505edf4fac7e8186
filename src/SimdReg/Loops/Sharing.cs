using System.Runtime.ExceptionServices;

namespace SimdReg.Loops;

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
    /// <summary>Below as many elements, threads are not worth waking: 100 to 300 µs of work in the cache.</summary>
    public const int SmallestShared = 1 << 19;

    /// <summary>How many elements a thread takes at a time: enough to make up for asking, and few enough to end together. Sums take a block.</summary>
    public const int RangeLength = 1 << 16;

    public static bool IsWorthwhile(long length, int maxDegreeOfParallelism) =>
        maxDegreeOfParallelism > 1 && length >= SmallestShared;

    /// <remarks>Where ranges begin, and the order in which they are merged, does not depend on the number of threads.</remarks>
    public static TResult Run<TWork, TResult>(TWork work, long length, int rangeLength, int maxDegreeOfParallelism)
        where TWork : struct, IRangeWork<TResult>
    {
        var results = new TResult[(length + rangeLength - 1) / rangeLength];
        ForEach(
            results.Length,
            maxDegreeOfParallelism,
            (range, _) => results[range] = work.Do((long)range * rangeLength, Math.Min((range + 1L) * rangeLength, length)));
        return results.Aggregate(work.Merge);
    }

    /// <summary>Does what is numbered from 0, on up to so many threads. What it throws is thrown as it is, as on one thread.</summary>
    public static void ForEach(int count, int maxDegreeOfParallelism, Action<int, ParallelLoopState> work)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = maxDegreeOfParallelism }, work);
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.Flatten().InnerExceptions[0]);
        }
    }
}
