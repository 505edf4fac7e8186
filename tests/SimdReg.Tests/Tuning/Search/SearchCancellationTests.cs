using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>A search that is ended by its token.</summary>
public class SearchCancellationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void No_candidate_is_begun_after_cancellation(int threads)
    {
        using var cancellation = new CancellationTokenSource();
        var started = 0;
        var error = Assert.Throws<OperationCanceledException>(() => Search.Run([.. Enumerable.Range(0, 1000)], candidate =>
        {
            Interlocked.Increment(ref started);
            cancellation.Cancel();
            return candidate;
        }, threads, progress: null, cancellation.Token));

        Assert.Equal(cancellation.Token, error.CancellationToken);
        Assert.InRange(started, 1, threads);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_search_that_is_cancelled_before_it_begins_calls_nobody(int threads)
    {
        var calls = 0;
        Assert.Throws<OperationCanceledException>(() => Search.Run([1, 2, 3], _ => Interlocked.Increment(ref calls), threads, progress: null, new CancellationToken(canceled: true)));
        Assert.Equal(0, calls);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_score_function_that_obeys_the_token_has_not_failed(int threads)
    {
        using var cancellation = new CancellationTokenSource();
        List<Trial<int>> reported = [];
        Assert.Throws<OperationCanceledException>(() => Search.Run([.. Enumerable.Range(0, 100)], candidate =>
        {
            cancellation.Cancel();
            cancellation.Token.ThrowIfCancellationRequested();
            return candidate;
        }, threads, new Reports<Trial<int>>(reported.Add), cancellation.Token));

        Assert.Empty(reported);
    }

    [Fact]
    public void A_search_whose_last_candidate_ended_before_cancellation_counts()
    {
        using var cancellation = new CancellationTokenSource();
        var result = Search.Run([1, 2], candidate =>
        {
            if (candidate == 2)
            {
                cancellation.Cancel();
            }

            return candidate;
        }, 1, progress: null, cancellation.Token);

        Assert.Equal([1, 2], result.Trials.Select(trial => trial.Score.Mean));
    }

    [Fact]
    public void Successive_halving_stops_between_rounds_too()
    {
        using var cancellation = new CancellationTokenSource();
        List<int> budgets = [];
        Assert.Throws<OperationCanceledException>(() => Search.SuccessiveHalving([.. Enumerable.Range(0, 9)], (candidate, budget) =>
        {
            budgets.Add(budget);
            if (budgets.Count == 9)
            {
                cancellation.Cancel();
            }

            return candidate;
        }, maxBudget: 9, cancellationToken: cancellation.Token));

        Assert.Equal(Enumerable.Repeat(3, 9), budgets);
    }
}
