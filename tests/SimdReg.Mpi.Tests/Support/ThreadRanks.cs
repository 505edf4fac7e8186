namespace SimdReg.Mpi.Tests;

/// <summary>
/// A job whose ranks are threads of this process: what a rank does with its communicator can be tested without MPI, in microseconds.
/// </summary>
/// <example>
/// <code>
/// var sums = ThreadRanks.Run(size: 4, rank => rank.AllGather([rank.Rank]).Sum());
/// Assert.All(sums, sum => Assert.Equal(0 + 1 + 2 + 3, sum));
/// </code>
/// </example>
/// <remarks>
/// Stricter than MPI. An exchange whose counts do not agree, ranks that call different methods, a rank that ends while another waits for it, bytes that
/// change while they are sent: each fails the test with a message. The bytes received are overwritten with a pattern until <c>Complete</c>.
/// </remarks>
internal static class ThreadRanks
{
    /// <summary>Runs every rank to its end.</summary>
    /// <param name="size">The number of ranks.</param>
    /// <param name="rank">What each rank does. The first exception of any rank stops the others where they wait, and is thrown here.</param>
    /// <param name="limit">The time limit: 30 seconds.</param>
    /// <exception cref="TimeoutException">The time is over. The message says what each rank waits for.</exception>
    public static void Run(int size, Action<Communicator> rank, TimeSpan? limit = null) =>
        Run<object?>(
            size,
            communicator =>
            {
                rank(communicator);
                return null;
            },
            limit);

    /// <inheritdoc cref="Run(int, Action{Communicator}, TimeSpan?)"/>
    /// <returns>What each rank returned, in the order of the ranks.</returns>
    public static T[] Run<T>(int size, Func<Communicator, T> rank, TimeSpan? limit = null)
    {
        var (results, ranks) = (new T[size], new ThreadMeeting(size, limit ?? TimeSpan.FromSeconds(30)));
        var threads = Enumerable.Range(0, size).Select(number => new Thread(() => RunOne(number, ranks, rank, results)) { IsBackground = true, Name = $"rank {number}" }).ToArray();
        Array.ForEach(threads, thread => thread.Start());

        // A rank that computes for ever does not notice the limit by itself.
        foreach (var thread in threads)
        {
            if (!thread.Join(ranks.Left + TimeSpan.FromSeconds(1)))
            {
                ranks.Stop(new TimeoutException($"{thread.Name} neither ended nor waited within the time limit."));
            }
        }

        ranks.Failure?.Throw();
        return results;
    }

    private static void RunOne<T>(int number, ThreadMeeting ranks, Func<Communicator, T> rank, T[] results)
    {
        try
        {
            results[number] = rank(new ThreadRank(number, ranks));
            ranks.End(number);
        }
        catch (Exception exception)
        {
            ranks.Stop(exception);
        }
    }
}
