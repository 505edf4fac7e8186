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
    public void Ridge_regression_is_weak_on_much_data_and_strong_on_noise()
    {
        // One feature x and y = 2x + noise: w = Σxy / (Σx² + m·s) minimises the mean of ½(y − wx)² with L2 of strength s.
        double Chosen(int rowCount, double noise)
        {
            var (x, e) = (Support.Samples.Gradients<double>(rowCount, seed: 1), Support.Samples.Gradients<double>(rowCount, seed: 2));
            double[] y = [.. x.Zip(e, (x, e) => (2 * x) + (noise * e))];
            var folds = CrossValidation.Folds(rowCount, 5, seed: 1);
            return Search.Run(new LogRange(1e-4, 1e4).Grid(41), strength => Score.OfFolds(folds, fold =>
            {
                var w = fold.Training.Sum(row => x[row] * y[row]) / (fold.Training.Sum(row => x[row] * x[row]) + (fold.Training.Length * strength));
                return fold.Validation.Average(row => Math.Pow(y[row] - (w * x[row]), 2));
            })).Best.Candidate;
        }

        Assert.Equal(1e-4, Chosen(1000, noise: 0));
        Assert.InRange(Chosen(15, noise: 10), 0.01, 1e4);
    }

    private static SearchResult<double> Run(params (double Strength, Score Score)[] trials)
    {
        var i = 0;
        return Search.Run([.. trials.Select(trial => trial.Strength)], _ => trials[i++].Score);
    }
}
