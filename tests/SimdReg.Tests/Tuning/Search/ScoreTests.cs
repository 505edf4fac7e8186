using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>The mean of fold scores and its error.</summary>
public class ScoreTests
{
    [Fact]
    public void The_score_of_folds_is_their_mean_with_its_standard_error()
    {
        // Deviations −2, −1, 0, 3: squares 14, by 3 and by 4. A sum of 7/6 rounds a few times: within 4 ulps.
        var score = Score.FromFolds([1, 2, 3, 6]);
        Assert.Equal(3, score.Mean);
        Assert.Equal(Math.Sqrt(14.0 / 12), score.StandardError!.Value, 4 * Math.BitIncrement(1.0) - 4);
        Assert.Equal(new Score(5, 0), Score.FromFolds([5, 5, 5]));
    }

    [Fact]
    public void One_fold_and_a_plain_number_have_no_standard_error()
    {
        Assert.Equal(new Score(5), Score.FromFolds([5]));
        Score plain = 0.25;
        Assert.Equal(0.25, plain.Mean);
        Assert.Null(plain.StandardError);
    }

    [Fact]
    public void Every_fold_is_scored_in_order()
    {
        var folds = CrossValidation.Folds(7, 3, seed: 1);
        List<Fold> seen = [];
        var score = Score.FromFolds(folds, fold =>
        {
            seen.Add(fold);
            return fold.Validation.Length;
        });
        Assert.Equal(folds, seen);
        Assert.Equal(Score.FromFolds([3, 2, 2]), score);
    }

    [Fact]
    public void A_fold_without_a_finite_score_leaves_none() =>
        Assert.True(double.IsNaN(Score.FromFolds([1, double.NaN, 2]).Mean));

    [Fact]
    public void Negative_errors_and_no_folds_are_refused()
    {
        Assert.Equal("standardError", Assert.Throws<ArgumentOutOfRangeException>(() => new Score(1, -0.1)).ParamName);
        Assert.Equal("scores", Assert.Throws<ArgumentException>(() => Score.FromFolds([])).ParamName);
        Assert.Equal("folds", Assert.Throws<ArgumentException>(() => Score.FromFolds([], _ => 1)).ParamName);
        Assert.Equal("folds", Assert.Throws<ArgumentNullException>(() => Score.FromFolds(null!, _ => 1)).ParamName);
        Assert.Equal("score", Assert.Throws<ArgumentNullException>(() => Score.FromFolds(CrossValidation.Folds(2, 2, seed: 1), null!)).ParamName);
    }
}
