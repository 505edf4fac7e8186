using System.Text.Json.Serialization;

namespace SimdReg.Tuning;

/// <summary>How badly a candidate does on data that it was not trained on: a loss, such as the mean squared error. The lowest is the best: negate an accuracy.</summary>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct Score
{
    /// <summary>Creates a score.</summary>
    /// <param name="mean">The loss. What is not finite makes the candidate count as failed.</param>
    /// <param name="standardError">The standard error of the mean, at least 0, or null where it is not known.</param>
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

    /// <summary>The loss.</summary>
    [JsonInclude, JsonRequired]
    public double Mean { get; private init; }

    /// <summary>The standard error of the mean, or null where it is not known.</summary>
    public double? StandardError { get; }

    /// <summary>A loss without a standard error.</summary>
    /// <param name="mean">The loss.</param>
    public static implicit operator Score(double mean) => new(mean);

    /// <summary>
    /// The mean of the scores of k folds, and its standard error √(Σ(score − mean)² / (k − 1)) / √k, which one fold alone does not
    /// have.
    /// </summary>
    /// <remarks>
    /// <para>The folds share training rows, so their scores are not independent, and the error is an estimate.</para>
    /// <para>Source: Hastie, Tibshirani and Friedman, "The Elements of Statistical Learning", 2nd edition, 2009, section 7.10.</para>
    /// </remarks>
    /// <param name="scores">The score of each fold: one at least.</param>
    /// <exception cref="ArgumentException"><paramref name="scores"/> is empty.</exception>
    public static Score FromFolds(ReadOnlySpan<double> scores)
    {
        if (scores.IsEmpty)
        {
            throw new ArgumentException($"{nameof(scores)} is empty: it must hold the score of one fold at least.", nameof(scores));
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
    /// <param name="folds">The folds, as <see cref="CrossValidation.Folds(int, int, int)"/> makes them: one at least.</param>
    /// <param name="score">Trains on the rows of <see cref="Fold.Training"/> and returns the loss on those of <see cref="Fold.Validation"/>.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="folds"/> is empty.</exception>
    public static Score FromFolds(IReadOnlyList<Fold> folds, Func<Fold, double> score)
    {
        CandidateList.NotEmpty(folds);
        ArgumentNullException.ThrowIfNull(score);
        return FromFolds([.. folds.Select(score)]);
    }

    /// <summary>Whether the mean is finite, and its standard error too where there is one.</summary>
    internal bool IsFinite => double.IsFinite(Mean) && double.IsFinite(StandardError ?? 0);
}
