using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>A search over all candidates: order, failures, threads, reports.</summary>
public class SearchTests
{
    // A gate that is never opened fails its test instead of hanging it. Nothing is measured by it.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Every_candidate_is_scored_once_in_order_on_the_calling_thread()
    {
        List<(double, int)> calls = [];
        var result = Search.Run([3.0, 1.0, 2.0], candidate =>
        {
            calls.Add((candidate, Environment.CurrentManagedThreadId));
            return new Score(candidate * 10, candidate);
        });

        var thread = Environment.CurrentManagedThreadId;
        Assert.Equal([(3, thread), (1, thread), (2, thread)], calls);
        Assert.Equal(
            [Trial(0, 3, new(30, 3)), Trial(1, 1, new(10, 1)), Trial(2, 2, new(20, 2))],
            result.Trials);
        Assert.Equal(result.Trials[1], result.Best);
    }

    [Fact]
    public void A_candidate_that_throws_or_has_no_finite_score_is_recorded_and_the_search_goes_on()
    {
        var thrown = new InvalidDataException("The loss diverged.");
        var result = Search.Run([0, 1, 2, 3, 4, 5, 6], candidate => candidate switch
        {
            0 => throw thrown,
            1 => double.NaN,
            2 => double.PositiveInfinity,
            3 => new Score(1, double.NaN),
            4 => throw new OperationCanceledException("Too slow."),
            5 => 7,
            _ => double.NegativeInfinity,
        });

        Assert.Equal(
            [
                "InvalidDataException: The loss diverged.",
                "The score is NaN: it must be finite.",
                "The score is Infinity: it must be finite.",
                "The standard error of the score is NaN: it must be finite.",
                "OperationCanceledException: Too slow.",
                null,
                "The score is -Infinity: it must be finite.",
            ],
            result.Trials.Select(trial => trial.Failure));
        Assert.Equal([true, true, true, true, true, false, true], result.Trials.Select(trial => trial.HasFailed));
        Assert.All(result.Trials.Where(trial => trial.HasFailed), trial => Assert.True(double.IsNaN(trial.Score.Mean) && trial.Score.StandardError is null));
        Assert.Equal("0: InvalidDataException: The loss diverged.", result.Trials[0].ToString());
        Assert.Equal("5: 7", result.Trials[5].ToString());
        Assert.Same(thrown, result.Trials[0].Exception);
        Assert.Null(result.Trials[1].Exception);
        Assert.Equal(5, result.Best.Index);
    }

    [Fact]
    public void Where_all_fail_the_trials_are_there_and_asking_for_the_best_says_why()
    {
        var result = Search.Run([1.0, 2.0], candidate => candidate == 1 ? throw new InvalidDataException("No rows.") : double.NaN);

        Assert.Equal(2, result.Trials.Count);
        foreach (var call in (Action[])[() => _ = result.Best, () => result.OneStandardError(strength => strength)])
        {
            var error = Assert.Throws<InvalidOperationException>(call);
            Assert.Contains("all 2 ", error.Message, StringComparison.Ordinal);
            Assert.Contains("number 0: InvalidDataException: No rows.", error.Message, StringComparison.Ordinal);
            Assert.IsType<InvalidDataException>(error.InnerException);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public void The_result_does_not_depend_on_the_number_of_threads(int threads)
    {
        var candidates = new LogRange(1e-4, 1).Draw(200, seed: 1);
        static Score Loss(double strength) => strength > 0.5 ? throw new InvalidDataException("Too strong.") : new(Math.Sin(strength * 1e4), strength);

        var (one, several) = (Search.Run(candidates, Loss), Search.Run(candidates, Loss, threads));
        Assert.Contains(one.Trials, trial => trial.HasFailed);
        Assert.Equal(one.Trials.Select(WithoutException), several.Trials.Select(WithoutException));
        Assert.Equal(one.Best, several.Best);
    }

    [Fact]
    public void As_many_candidates_are_tried_at_once_as_is_asked_for_and_no_more()
    {
        // Were there a third worker, it would find a thread, and time to meet the others.
        ThreadPool.GetMinThreads(out var workers, out var ports);
        Assert.True(ThreadPool.SetMinThreads(workers + 8, ports));
        try
        {
            using var bothUnderWay = new Barrier(2);
            var underWay = 0;
            var result = Search.Run([.. Enumerable.Range(0, 60)], candidate =>
            {
                var haveMet = bothUnderWay.SignalAndWait(_patience);
                var isTooMany = Interlocked.Increment(ref underWay) > 2;
                Thread.Sleep(1);
                Interlocked.Decrement(ref underWay);
                return haveMet && !isTooMany ? 1 : double.NaN;
            }, maxDegreeOfParallelism: 2);

            Assert.All(result.Trials, trial => Assert.False(trial.HasFailed));
        }
        finally
        {
            ThreadPool.SetMinThreads(workers, ports);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Each_trial_is_reported_once_when_it_ends_and_one_at_a_time(int threads)
    {
        // The candidates of all threads end together, and a report takes so long that another would meet it.
        using var end = new Barrier(threads);
        List<Trial<int>> reported = [];
        var (reporting, overlaps) = (0, 0);
        var progress = new Reports<Trial<int>>(trial =>
        {
            overlaps += Interlocked.Increment(ref reporting) - 1;
            Thread.Sleep(1);
            reported.Add(trial);
            Interlocked.Decrement(ref reporting);
        });
        var result = Search.Run([.. Enumerable.Range(0, 20)], candidate => end.SignalAndWait(_patience) && candidate % 3 != 0 ? candidate : double.NaN, threads, progress);

        Assert.Equal(0, overlaps);
        Assert.Equal(result.Trials, reported.OrderBy(trial => trial.Index));
        Assert.Equal(7, reported.Count(trial => trial.HasFailed));
        if (threads == 1)
        {
            Assert.Equal(result.Trials, reported);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void What_a_report_throws_ends_the_search(int threads)
    {
        var started = 0;
        var progress = new Reports<Trial<int>>(_ => throw new InvalidDataException("The disk is full."));
        var error = Assert.Throws<InvalidDataException>(() => Search.Run([.. Enumerable.Range(0, 1000)], candidate =>
        {
            Interlocked.Increment(ref started);
            return candidate;
        }, threads, progress));

        Assert.Equal("The disk is full.", error.Message);
        Assert.InRange(started, 1, threads);
    }

    [Fact]
    public void What_cannot_be_searched_is_refused()
    {
        Assert.Equal("candidates", Assert.Throws<ArgumentNullException>(() => Search.Run<int>(null!, _ => 1)).ParamName);
        Assert.Equal("candidates", Assert.Throws<ArgumentException>(() => Search.Run(Array.Empty<int>(), _ => 1)).ParamName);
        Assert.Equal("score", Assert.Throws<ArgumentNullException>(() => Search.Run([1], null!)).ParamName);
        foreach (var threads in (int[])[0, -1])
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => Search.Run([1], _ => 1, threads));
            Assert.Equal("maxDegreeOfParallelism", error.ParamName);
            Assert.Equal(threads, error.ActualValue);
        }
    }

    private static Trial<double> Trial(int index, double candidate, Score score) => new(index, candidate, budget: 1) { Score = score };

    private static Trial<double> WithoutException(Trial<double> trial) => trial with { Exception = null };
}
