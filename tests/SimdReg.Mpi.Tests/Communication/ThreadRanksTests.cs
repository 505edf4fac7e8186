using FsCheck.Xunit;

namespace SimdReg.Mpi.Tests;

/// <summary>The double of MPI that other tests rely on.</summary>
public class ThreadRanksTests
{
    [Property(MaxTest = 30)]
    public void Every_rank_receives_what_each_rank_sends_to_it(int seed)
    {
        var size = 1 + (int)((uint)seed % 8);
        ThreadRanks.Run(size, rank => ExchangeCases.AllToAll(rank, seed));
    }

    [Property(MaxTest = 30)]
    public void Every_rank_receives_the_part_of_each_rank(int seed)
    {
        var size = 1 + (int)((uint)seed % 8);
        ThreadRanks.Run(size, rank => ExchangeCases.AllGather(rank, seed));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void Numbers_are_gathered_and_broadcast(int size) => ThreadRanks.Run(size, ExchangeCases.Blocking);

    [Fact]
    public void An_exception_of_one_rank_ends_the_ranks_that_wait() =>
        Assert.Throws<NotSupportedException>(() => ThreadRanks.Run(4, rank =>
        {
            if (rank.Rank == 2)
            {
                throw new NotSupportedException();
            }

            rank.Barrier();
        }));

    [Fact]
    public void A_rank_that_returns_early_is_named()
    {
        var error = Assert.Throws<InvalidOperationException>(() => ThreadRanks.Run(2, rank =>
        {
            if (rank.Rank == 0)
            {
                rank.Barrier();
            }
        }));
        Assert.Contains("rank 0 waits in Barrier for rank 1, which has ended", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rank_that_never_calls_ends_with_the_time_limit()
    {
        using var never = new ManualResetEventSlim();
        var error = Assert.Throws<TimeoutException>(() => ThreadRanks.Run(
            2,
            rank =>
            {
                if (rank.Rank == 0)
                {
                    never.Wait(TimeSpan.FromSeconds(5));
                }

                rank.Barrier();
            },
            limit: TimeSpan.FromMilliseconds(50)));
        Assert.Contains("rank 1 waits in Barrier for rank 0", error.Message, StringComparison.Ordinal);
        never.Set();
    }

    [Fact]
    public void Ranks_that_call_different_methods_are_refused() =>
        Assert.Contains(
            "where another rank calls",
            Assert.Throws<InvalidOperationException>(() => ThreadRanks.Run(2, rank =>
            {
                if (rank.Rank == 0)
                {
                    rank.Barrier();
                }
                else
                {
                    rank.AllGather<int>([1]);
                }
            })).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_change_while_they_are_sent_are_noticed() =>
        Assert.Contains(
            "before it was complete",
            Assert.Throws<InvalidOperationException>(() => ThreadRanks.Run(2, rank =>
            {
                var exchange = ExchangeCases.Arranged(rank, (_, _) => 3);
                rank.BeginAllToAll(exchange);
                exchange.Sent[0]++;
                rank.Complete(exchange);
            })).Message,
            StringComparison.Ordinal);

    [Fact]
    public void An_exchange_whose_counts_disagree_is_refused() =>
        Assert.Throws<MpiException>(() => ThreadRanks.Run(2, rank =>
        {
            var exchange = ExchangeCases.Arranged(rank, (_, _) => 3 + rank.Rank);
            rank.BeginAllToAll(exchange);
            rank.Complete(exchange);
        }));
}
