using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>Rounds of ever fewer candidates and ever larger budgets.</summary>
public class SuccessiveHalvingTests
{
    [Theory]
    [InlineData(27, 81, 1, 3, "27×9 9×27 3×81")]
    [InlineData(10, 100, 1, 3, "10×11 4×33 2×100")]
    [InlineData(16, 8, 1, 2, "16×1 8×2 4×4 2×8")]
    [InlineData(16, 8, 2, 2, "16×2 8×4 4×8")]
    [InlineData(16, 8, 3, 2, "16×4 8×8")]
    [InlineData(1000, 5, 1, 3, "1000×1 334×5")]
    [InlineData(1000, 1, 1, 3, "1000×1")]
    [InlineData(3, 50, 1, 3, "3×50")]
    [InlineData(1, 50, 1, 3, "1×50")]
    [InlineData(5, int.MaxValue, 1, int.MaxValue, "5×2147483647")]
    public void Each_round_has_a_share_of_the_candidates_and_the_last_the_whole_budget(int count, int maxBudget, int minBudget, int factor, string rounds)
    {
        var result = Search.SuccessiveHalving([.. Enumerable.Range(0, count)], (candidate, _) => candidate, maxBudget, minBudget, factor);
        Assert.Equal(rounds, string.Join(' ', result.Trials.CountBy(trial => trial.Budget).Select(round => $"{round.Value}×{round.Key}")));
    }

    [Property(Arbitrary = [typeof(Drawn)])]
    public void The_lowest_scores_of_a_round_go_on_in_the_order_of_the_candidates(int[] scores, int factor)
    {
        var result = Search.SuccessiveHalving(scores, (candidate, budget) => candidate * budget, maxBudget: 10_000, factor: factor);
        Trial<int>[][] rounds = [.. result.Trials.GroupBy(trial => trial.Budget).Select(round => round.ToArray())];
        Assert.True(rounds.Length > 1);
        foreach (var (round, next) in rounds.Zip(rounds.Skip(1)))
        {
            var expected = round.OrderBy(trial => trial.Candidate).ThenBy(trial => trial.Index).Take((int)Math.Ceiling(round.Length / (double)factor));
            Assert.Equal(expected.Select(trial => trial.Index).Order(), next.Select(trial => trial.Index));
            Assert.All(next, trial => Assert.Equal(scores[trial.Index], trial.Candidate));
        }
    }

    [Fact]
    public void What_fails_drops_out_and_a_round_that_all_fail_is_the_last()
    {
        // Of eight, three fail at once, four of the rest go on, and of these the last round leaves none.
        var result = Search.SuccessiveHalving(
            [.. Enumerable.Range(0, 8)],
            (candidate, budget) => candidate % 3 == 0 ? double.NaN : budget < 8 ? -candidate : throw new InvalidDataException("Out of memory."),
            maxBudget: 16,
            factor: 2);

        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 2, 4, 5, 7], result.Trials.Select(trial => trial.Index));
        Assert.Equal([4, 4, 4, 4, 4, 4, 4, 4, 8, 8, 8, 8], result.Trials.Select(trial => trial.Budget));
        var error = Assert.Throws<InvalidOperationException>(() => result.Best);
        Assert.Contains("all 4 that were tried with a budget of 8 failed. The first, number 2: InvalidDataException: Out of memory.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_best_is_one_of_the_last_round_though_others_had_lower_scores_on_less()
    {
        var result = Search.SuccessiveHalving([.. Enumerable.Range(0, 4)], (candidate, budget) => new Score(candidate + budget, 10), maxBudget: 8, factor: 2);
        Assert.Equal((0, 8, 8.0), (result.Best.Candidate, result.Best.Budget, result.Best.Score.Mean));

        var choice = result.OneStandardError(candidate => candidate);
        Assert.Equal((1, 8), (choice.Candidate, choice.Budget));
    }

    [Fact]
    public void The_result_does_not_depend_on_the_number_of_threads()
    {
        var candidates = new LogRange(1e-4, 1).Draw(100, seed: 2);
        var (one, several) = (Run(1), Run(4));
        Assert.Equal(one.Trials, several.Trials);

        SearchResult<double> Run(int threads) =>
            Search.SuccessiveHalving(candidates, (strength, budget) => Math.Sin(strength * 1e4) / budget, maxBudget: 30, maxDegreeOfParallelism: threads);
    }

    [Fact]
    public void Each_trial_of_each_round_is_reported()
    {
        List<Trial<int>> reported = [];
        var result = Search.SuccessiveHalving([.. Enumerable.Range(0, 9)], (candidate, _) => candidate, maxBudget: 9, progress: new Reports<Trial<int>>(reported.Add));
        Assert.Equal(12, reported.Count);
        Assert.Equal(result.Trials, reported);
    }

    [Theory]
    [InlineData(0, 1, 3, 1, "maxBudget")]
    [InlineData(10, 0, 3, 1, "minBudget")]
    [InlineData(10, 11, 3, 1, "minBudget")]
    [InlineData(10, 1, 1, 1, "factor")]
    [InlineData(10, 1, -2, 1, "factor")]
    [InlineData(10, 1, 3, 0, "maxDegreeOfParallelism")]
    public void Numbers_outside_their_range_are_refused(int maxBudget, int minBudget, int factor, int threads, string name) =>
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => Search.SuccessiveHalving([1, 2], (_, _) => 1, maxBudget, minBudget, factor, threads)).ParamName);

    [Fact]
    public void What_cannot_be_searched_is_refused()
    {
        Assert.Equal("candidates", Assert.Throws<ArgumentNullException>(() => Search.SuccessiveHalving<int>(null!, (_, _) => 1, 1)).ParamName);
        Assert.Equal("candidates", Assert.Throws<ArgumentException>(() => Search.SuccessiveHalving(Array.Empty<int>(), (_, _) => 1, 1)).ParamName);
        Assert.Equal("score", Assert.Throws<ArgumentNullException>(() => Search.SuccessiveHalving([1], null!, 1)).ParamName);
    }

    public static class Drawn
    {
        public static Arbitrary<int[]> Scores() => Arb.From(Gen.Choose(0, 9).ArrayOf(20));

        public static Arbitrary<int> Factors() => Arb.From(Gen.Choose(2, 5));
    }
}
