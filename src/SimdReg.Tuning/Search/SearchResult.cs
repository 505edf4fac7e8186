using System.Globalization;

namespace SimdReg.Tuning;

/// <summary>The trials of a search, and the best of them.</summary>
/// <typeparam name="TCandidate">The type of the candidates.</typeparam>
public sealed class SearchResult<TCandidate>
{
    internal SearchResult(IReadOnlyList<Trial<TCandidate>> trials) => Trials = trials;

    /// <summary>All trials, including failed ones.</summary>
    public IReadOnlyList<Trial<TCandidate>> Trials { get; }

    /// <summary>
    /// The trial with the lowest score; of equal scores, the first. After successive halving, only trials of the last round count, because
    /// scores of different budgets are not comparable.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// All candidates failed. The message and the inner exception state why the first one did; <see cref="Trials"/> has all failures.
    /// </exception>
    public Trial<TCandidate> Best => Succeeded.MinBy(trial => trial.Score.Mean) ?? throw AllFailed();

    private IEnumerable<Trial<TCandidate>> LastRound => Trials.Where(trial => trial.Budget == Trials[^1].Budget);

    private IEnumerable<Trial<TCandidate>> Succeeded => LastRound.Where(trial => !trial.HasFailed);

    /// <summary>
    /// The one-standard-error rule: the strongest regularisation whose score is at most the best score plus its standard error. It selects
    /// the simplest model that is not measurably worse than the best.
    /// </summary>
    /// <remarks>Source: Breiman, Friedman, Olshen and Stone, "Classification and Regression Trees", 1984, section 3.4.3.</remarks>
    /// <param name="strength">
    /// A number that increases with the regularisation of a candidate: <c>s => s</c> for a strength, <c>s => s.Total</c> for an elastic net,
    /// <c>s => s.Sum()</c> for layers. Of equal numbers, the trial with the lower score is selected, then the first.
    /// </param>
    /// <returns>The trial of that candidate.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="strength"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="strength"/> is NaN for a candidate.</exception>
    /// <exception cref="InvalidOperationException">All candidates failed, or the best score has no standard error.</exception>
    public Trial<TCandidate> OneStandardError(Func<TCandidate, double> strength)
    {
        ArgumentNullException.ThrowIfNull(strength);
        var best = Best;
        var error = best.Score.StandardError
            ?? throw new InvalidOperationException(
                $"The score of the best candidate, number {best.Index}, has no standard error: return one, as {nameof(Score)}.{nameof(Score.FromFolds)} does.");
        return Succeeded
            .Where(trial => trial.Score.Mean <= best.Score.Mean + error)
            .OrderByDescending(trial => Number(trial, strength, nameof(strength)))
            .ThenBy(trial => trial.Score.Mean)
            .First();
    }

    /// <summary>
    /// Whether the best candidate is at the edge of the candidates that were tried. Then a better one may be outside: search a wider range.
    /// </summary>
    /// <param name="coordinate">
    /// The varied number of a candidate: <c>s => s</c> for a strength, <c>s => s.Total</c> for an elastic net, <c>s => s[0]</c> for the first of
    /// several layers.
    /// </param>
    /// <returns>Whether no trial has a smaller coordinate than the best, or none a larger one. <see langword="false"/> if all are equal.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="coordinate"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="coordinate"/> is NaN for a candidate.</exception>
    /// <exception cref="InvalidOperationException">All candidates failed.</exception>
    public bool IsBestAtEdge(Func<TCandidate, double> coordinate)
    {
        ArgumentNullException.ThrowIfNull(coordinate);
        var best = Number(Best, coordinate, nameof(coordinate));
        var (lowest, highest) = (best, best);
        foreach (var trial in Trials)
        {
            var number = Number(trial, coordinate, nameof(coordinate));
            (lowest, highest) = (Math.Min(lowest, number), Math.Max(highest, number));
        }

        return lowest < highest && (best == lowest || best == highest);
    }

    /// <summary>
    /// The number of trials and of failures, and the best trial; for strengths, also whether it lies at the edge of the range.
    /// </summary>
    public override string ToString()
    {
        var counts = string.Create(CultureInfo.InvariantCulture, $"{Trials.Count} trials, {Trials.Count(trial => trial.HasFailed)} failed");
        return Succeeded.Any() ? $"{counts}, best {Best}{(IsBestAtKnownEdge ? ", at the edge of the range: search a wider one" : "")}" : counts;
    }

    /// <summary>Whether a strength lies at the edge. Not if every score is the same, nor at 0, beyond which there is none.</summary>
    private bool IsBestAtKnownEdge
    {
        get
        {
            var strengths = Trials.Select(trial => StrengthOf(trial.Candidate)).ToList();
            return strengths.TrueForAll(double.IsFinite)
                && StrengthOf(Best.Candidate) != 0
                && Succeeded.Any(trial => trial.Score.Mean != Best.Score.Mean)
                && IsBestAtEdge(StrengthOf);
        }
    }

    /// <summary>The strength of a candidate, if its type has one, otherwise NaN.</summary>
    private static double StrengthOf(TCandidate candidate) => candidate switch
    {
        double strength => strength,
        float strength => strength,
        ElasticNetStrength strength => strength.Total,
        _ => double.NaN,
    };

    /// <summary>
    /// Writes the trials as comma-separated values: a header, then one line for each trial. Numbers read back to the same bits and are
    /// independent of the culture.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The columns are <c>index</c>, those of the candidate, <c>budget</c>, <c>mean</c>, <c>standard_error</c> and <c>failure</c>. Missing
    /// values are empty. The column of the candidate is <c>candidate</c>; an elastic net has <c>total</c> and <c>l1_share</c>, a list of double
    /// <c>candidate_0</c> and so on. Any other candidate is written with its <c>ToString</c> under the invariant culture.
    /// </para>
    /// <para>Source: RFC 4180, "Common Format and MIME Type for Comma-Separated Values (CSV) Files", 2005.</para>
    /// </remarks>
    /// <param name="writer">The writer. It stays open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="writer"/> is null.</exception>
    public void WriteCsv(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        TrialTable.WriteCsv(Trials, writer);
    }

    /// <summary>
    /// Writes the trials as a JSON array of objects, with the columns of <see cref="WriteCsv"/> as properties. Missing values are null.
    /// </summary>
    /// <param name="stream">The stream, which receives UTF-8. It stays open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    public void WriteJson(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        TrialTable.WriteJson(Trials, stream);
    }

    private static double Number(Trial<TCandidate> trial, Func<TCandidate, double> of, string name) =>
        of(trial.Candidate) is var value && !double.IsNaN(value)
            ? value
            : throw new ArgumentException($"{name} of candidate {trial.Index} is NaN: it must be a number.", name);

    private InvalidOperationException AllFailed()
    {
        var (first, count) = (LastRound.First(), LastRound.Count());
        return new(
            $"No candidate has a score: all {count} that were tried with a budget of {first.Budget} failed. The first, number {first.Index}: {first.Failure}",
            first.Exception);
    }
}
