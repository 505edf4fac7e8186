using System.Numerics;
using System.Runtime.CompilerServices;

namespace SimdReg.Threading;

/// <summary>Divides ranges of elements among threads of the runtime's pool.</summary>
internal static class ParallelRanges
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsWorthwhile(long length, int maxDegreeOfParallelism) =>
        maxDegreeOfParallelism > 1 && length >= Thresholds.SmallestShared;

    /// <summary>The number of elements of a range. Long work has longer ranges, in which a step with state prefetches.</summary>
    public static int RangeLength(long length) => length < Thresholds.SmallestInLongRanges ? Thresholds.RangeLength : Thresholds.LongRangeLength;

    /// <summary>Adds the results of all ranges.</summary>
    /// <remarks>
    /// The boundaries of the ranges and the order of the additions do not depend on the number of threads. More threads than processors
    /// gain nothing.
    /// </remarks>
    /// <param name="length">The number of elements.</param>
    /// <param name="rangeLength">The length of each range except the last.</param>
    /// <param name="maxDegreeOfParallelism">The number of threads that may work at once.</param>
    /// <param name="work">Computes the result of a range from its start and its end.</param>
    /// <returns>The sum of the results, in the order of the ranges.</returns>
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

    /// <summary>Runs work items numbered from 0 on this thread and on other threads, up to a total number of threads.</summary>
    /// <remarks>
    /// Returns when all items are done, even if the pool has no free thread. An exception of an item is rethrown; of several, the one with
    /// the lowest item number.
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
