using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>Which trial is chosen.</summary>
public class SearchResultTests
{
    [Fact]
    public void The_one_standard_error_choice_is_the_strongest_within_one_error_of_the_best()
    {
        // The best is 0.01 with 1.0 ± 0.25: up to 1.25 inclusive will do. 1 is too bad, and the errors of others do not count.
        var result = Run(
            (0.001, new(1.2, 9)),
            (0.01, new(1.0, 0.25)),
            (0.1, new(1.25, 0.001)),
            (0.05, new(1.01, 9)),
            (1, new(1.2500000000000002, 9)));

        Assert.Equal(0.01, result.Best.Candidate);
        Assert.Equal(0.1, result.OneStandardError(strength => strength).Candidate);
        Assert.Equal(0.001, result.OneStandardError(strength => -strength).Candidate);
    }

    [Fact]
    public void Of_equal_strengths_the_lower_score_is_chosen_and_then_the_first()
    {
        var result = Run((0.1, new(1, 0.5)), (0.3, new(1.4)), (0.3, new(1.2)), (0.3, new(1.2)));
        Assert.Equal(2, result.OneStandardError(strength => strength).Index);
    }

    [Fact]
    public void Of_equal_scores_the_first_is_the_best() =>
        Assert.Equal(1, Run((3, 2), (2, 1), (1, 1)).Best.Index);

    [Fact]
    public void A_candidate_that_failed_is_never_chosen()
    {
        var result = Run((0.1, new(1, 1)), (10, double.NaN));
        Assert.Equal(0.1, result.OneStandardError(strength => strength).Candidate);
    }

    [Fact]
    public void An_error_of_zero_leaves_the_best() =>
        Assert.Equal(0.1, Run((0.1, new(1, 0)), (10, new(1.1, 0))).OneStandardError(strength => strength).Candidate);

    [Fact]
    public void Without_a_standard_error_there_is_no_such_choice()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Run((0.1, new(2, 1)), (0.2, 1)).OneStandardError(strength => strength));
        Assert.Contains("number 1, has no standard error", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Strengths_that_are_missing_or_no_numbers_are_refused()
    {
        var result = Run((0.1, new(1, 1)), (0.2, new(1, 1)));
        Assert.Equal("strength", Assert.Throws<ArgumentNullException>(() => result.OneStandardError(null!)).ParamName);
        var error = Assert.Throws<ArgumentException>(() => result.OneStandardError(strength => strength > 0.1 ? double.NaN : 1));
        Assert.Equal("strength", error.ParamName);
        Assert.Contains("candidate 1 is NaN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_best_candidate_at_either_end_of_what_was_tried_is_at_the_edge_and_one_between_is_not()
    {
        Assert.True(Run((0.1, 1), (1, 2), (10, 3)).IsBestAtEdge(strength => strength));
        Assert.True(Run((1, 3), (10, 1), (0.1, 2)).IsBestAtEdge(strength => strength));
        Assert.False(Run((0.1, 2), (10, 3), (1, 1)).IsBestAtEdge(strength => strength));
        Assert.False(Run((1, 1)).IsBestAtEdge(strength => strength));

        // A candidate that failed was tried all the same: beyond it there is nothing to look for.
        Assert.False(Run((0.1, double.NaN), (1, 1), (10, 2)).IsBestAtEdge(strength => strength));

        // The edge in one number of several.
        var net = Search.Run(ElasticNetStrength.Grid([0.1, 1, 10], [0.5, 1]), candidate => Math.Abs(candidate.Total - 1) + candidate.L1Share);
        Assert.False(net.IsBestAtEdge(candidate => candidate.Total));
        Assert.True(net.IsBestAtEdge(candidate => candidate.L1Share));
        Assert.Equal("coordinate", Assert.Throws<ArgumentException>(() => net.IsBestAtEdge(_ => double.NaN)).ParamName);
        Assert.Throws<ArgumentNullException>(() => net.IsBestAtEdge(null!));
    }

    [Fact]
    public void It_prints_its_best_and_says_if_that_lies_at_the_edge()
    {
        Assert.Equal("3 trials, 1 failed, best 1: 0.5", Run((0.1, double.NaN), (1, 0.5), (10, 2)).ToString());
        Assert.Equal("2 trials, 0 failed, best 1: 0.5, at the edge of the range: search a wider one", Run((1, 0.5), (10, 2)).ToString());
        Assert.Equal("1 trials, 1 failed", Run((1, double.NaN)).ToString());

        // No warning where a wider range cannot help or is not known, and no exception where a candidate is no number.
        Assert.Equal("2 trials, 0 failed, best 0: 0.5", Run((0, 0.5), (10, 2)).ToString());
        Assert.Equal("2 trials, 0 failed, best 1: 0.5", Run((1, 0.5), (10, 0.5)).ToString());
        Assert.Equal("2 trials, 0 failed, best 1: 0.5", Run((1, 0.5), (double.NaN, 2)).ToString());
        Assert.Equal("2 trials, 0 failed, best a: 1", Search.Run(["a", "b"], name => name == "a" ? 1 : 2).ToString());
        Assert.EndsWith("search a wider one", Search.Run([1f, 2f], strength => strength).ToString(), StringComparison.Ordinal);
        Assert.EndsWith("search a wider one", Search.Run(ElasticNetStrength.Grid([1, 2], [0.5]), net => net.Total).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Ridge_regression_is_weakest_where_folds_agree_and_strongest_where_they_contradict_each_other()
    {
        // y = 2x everywhere wants no penalty. Where y = 2x in one fold and −2x in the other, each weight misleads: the smaller, the better.
        double[] x = [.. Enumerable.Range(1, 20).Select(row => row / 10.0)];
        var folds = CrossValidation.Folds(x.Length, 2, seed: 1);

        Assert.Equal(1e-4, Chosen(row => 2 * x[row]));
        Assert.Equal(1e4, Chosen(row => (folds[0].Validation.Contains(row) ? 2 : -2) * x[row]));

        // w = Σxy / (Σx² + m·s) minimises the mean of ½(y − wx)² under an L2 penalty of strength s.
        double Chosen(Func<int, double> y) => Search.Run(new LogRange(1e-4, 1e4).Grid(9), strength => Score.FromFolds(folds, fold =>
        {
            var w = fold.Training.Sum(row => x[row] * y(row)) / (fold.Training.Sum(row => x[row] * x[row]) + (fold.Training.Length * strength));
            return fold.Validation.Average(row => Math.Pow(y(row) - (w * x[row]), 2));
        })).Best.Candidate;
    }

    private static SearchResult<double> Run(params (double Strength, Score Score)[] trials)
    {
        var i = 0;
        return Search.Run([.. trials.Select(trial => trial.Strength)], _ => trials[i++].Score);
    }
}
