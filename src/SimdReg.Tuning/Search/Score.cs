using System.Text.Json.Serialization;

namespace SimdReg.Tuning;

/// <summary>The score of a candidate on data that it was not trained on: a loss, such as the mean squared error. Lower is better: negate an accuracy.</summary>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct Score
{
    /// <summary>Creates a score.</summary>
    /// <param name="mean">The loss. If it is not finite, the candidate counts as failed.</param>
    /// <param name="standardError">The standard error of the mean, at least 0, or null if unknown.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="standardError"/> is negative.</exception>
    [JsonConstructor]
    public Score(double mean, double? standardError = null)
    {
        if (standardError < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(standardError), standardError, $"{nameof(standardError)} must be at least 0, or null.");
        }

        Mean = mean;
        StandardError = standardError;
    }

    /// <summary>The loss: the mean over the folds, if there are folds.</summary>
    [JsonInclude, JsonRequired]
    public double Mean { get; private init; }

    /// <summary>The standard error of the mean, or null if unknown.</summary>
    public double? StandardError { get; }

    /// <summary>Converts a loss to a score without a standard error.</summary>
    /// <param name="mean">The loss.</param>
    /// <returns>The score.</returns>
    public static implicit operator Score(double mean) => new(mean);

    /// <summary>
    /// Computes the mean of the scores of k folds, and its standard error √(Σ(score − mean)² / (k − 1)) / √k. For one fold there is no
    /// standard error.
    /// </summary>
    /// <remarks>
    /// <para>The folds share training rows, so their scores are not independent, and the standard error is an estimate.</para>
    /// <para>Source: Hastie, Tibshirani and Friedman, "The Elements of Statistical Learning", 2nd edition, 2009, section 7.10.</para>
    /// </remarks>
    /// <param name="scores">The score of each fold: at least one.</param>
    /// <returns>The mean and its standard error.</returns>
    /// <exception cref="ArgumentException"><paramref name="scores"/> is empty.</exception>
    public static Score FromFolds(ReadOnlySpan<double> scores)
    {
        if (scores.IsEmpty)
        {
            throw new ArgumentException($"{nameof(scores)} is empty: it must have the score of at least one fold.", nameof(scores));
        }

        var sum = 0.0;
        foreach (var score in scores)
        {
            sum += score;
        }

        var mean = sum / scores.Length;
        var squares = 0.0;
        foreach (var score in scores)
        {
            squares += (score - mean) * (score - mean);
        }

        return new(mean, scores.Length == 1 ? null : Math.Sqrt(squares / (scores.Length - 1) / scores.Length));
    }

    /// <summary>Scores every fold, in order, and returns the mean of the scores with its standard error.</summary>
    /// <param name="folds">The folds, as from <see cref="CrossValidation.Folds(int, int, int)"/>: at least one.</param>
    /// <param name="score">Trains on the rows of <see cref="Fold.Training"/> and returns the loss on those of <see cref="Fold.Validation"/>.</param>
    /// <returns>The mean and its standard error.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="folds"/> is empty.</exception>
    public static Score FromFolds(IReadOnlyList<Fold> folds, Func<Fold, double> score)
    {
        CandidateList.NotEmpty(folds);
        ArgumentNullException.ThrowIfNull(score);
        return FromFolds([.. folds.Select(score)]);
    }

    /// <summary>Whether the mean and the standard error, if any, are finite.</summary>
    internal bool IsFinite => double.IsFinite(Mean) && double.IsFinite(StandardError ?? 0);
}
