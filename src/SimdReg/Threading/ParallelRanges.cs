using System.Numerics;

namespace SimdReg.Threading;

/// <summary>Shares work over ranges of elements among threads of the runtime's pool.</summary>
internal static class ParallelRanges
{
    public static bool IsWorthwhile(long length, int maxDegreeOfParallelism) =>
        maxDegreeOfParallelism > 1 && length >= Thresholds.SmallestShared;

    /// <summary>How many elements a thread takes at a time. Long work has longer ranges, in which a step with state fetches ahead.</summary>
    public static int RangeLength(long length) => length < Thresholds.SmallestInLongRanges ? Thresholds.RangeLength : Thresholds.LongRangeLength;

    /// <summary>Adds up the results of all ranges.</summary>
    /// <remarks>
    /// Where ranges begin, and the order in which their results are added, does not depend on the number of threads. More threads than
    /// processors would gain nothing.
    /// </remarks>
    /// <param name="length">The number of elements.</param>
    /// <param name="rangeLength">The length of each range but the last.</param>
    /// <param name="maxDegreeOfParallelism">The most threads that may work at once.</param>
    /// <param name="work">Computes the result of a range from its start and its end.</param>
    public static TResult Sum<TResult>(long length, int rangeLength, int maxDegreeOfParallelism, Func<long, long, TResult> work)
        where TResult : IAdditionOperators<TResult, TResult, TResult>
    {
        var results = new TResult[(length + rangeLength - 1) / rangeLength];
        ForEach(
            results.Length,
            Math.Min(maxDegreeOfParallelism, Math.Max(2, Environment.ProcessorCount)),
            range => results[range] = work((long)range * rangeLength, Math.Min((range + 1L) * rangeLength, length)));
        return results.Aggregate((left, right) => left + right);
    }

    /// <summary>Does work items numbered from 0, on this thread and on others up to the given total.</summary>
    /// <remarks>
    /// It returns when all is done, whether or not the pool had a thread to spare. An exception of the work is rethrown as it is; of several,
    /// the one that a single thread would have met first.
    /// </remarks>
    public static void ForEach(int count, int maxDegreeOfParallelism, Action<int> work)
    {
        var helperCount = Math.Min(count, maxDegreeOfParallelism) - 1;
        if (helperCount > 0)
        {
            new WorkQueue(count, work, helperCount).Do();
            return;
        }

        for (var i = 0; i < count; i++)
        {
            work(i);
        }
    }
}
