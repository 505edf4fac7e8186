using System.Globalization;

namespace SimdReg.Tuning;

/// <summary>The trials of a search, and the best of them.</summary>
/// <typeparam name="TCandidate">The candidate, such as a strength.</typeparam>
public sealed class SearchResult<TCandidate>
{
    internal SearchResult(IReadOnlyList<Trial<TCandidate>> trials) => Trials = trials;

    /// <summary>Every trial, those that failed too.</summary>
    public IReadOnlyList<Trial<TCandidate>> Trials { get; }

    /// <summary>
    /// The trial with the lowest score, of equal ones the first. After successive halving, that of the last round: scores of
    /// different budgets do not compare.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// All failed. The message and the inner exception say why the first did; <see cref="Trials"/> says it of each.
    /// </exception>
    public Trial<TCandidate> Best => Succeeded.MinBy(trial => trial.Score.Mean) ?? throw AllFailed();

    private IEnumerable<Trial<TCandidate>> LastRound => Trials.Where(trial => trial.Budget == Trials[^1].Budget);

    private IEnumerable<Trial<TCandidate>> Succeeded => LastRound.Where(trial => !trial.HasFailed);

    /// <summary>
    /// The one-standard-error choice: the strongest regularisation whose score is at most that of the best plus the standard error
    /// of the best. It is the simplest model of which one cannot tell that it does worse.
    /// </summary>
    /// <remarks>Source: Breiman, Friedman, Olshen and Stone, "Classification and Regression Trees", 1984, section 3.4.3.</remarks>
    /// <param name="strength">
    /// How strongly a candidate regularises: any number that grows with it. For a strength <c>s => s</c>, for an elastic net
    /// <c>s => s.Total</c>, for layers perhaps <c>s => s.Sum()</c>. Of equal ones, that with the lower score is taken, then the first.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="strength"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="strength"/> is NaN of a candidate.</exception>
    /// <exception cref="InvalidOperationException">All failed, or the score of the best has no standard error.</exception>
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
    /// Whether the best candidate lies at the edge of those that were tried: a better one may lie beyond it, so search a wider range.
    /// </summary>
    /// <param name="coordinate">
    /// The number of a candidate that was varied. For a strength <c>s => s</c>, for an elastic net <c>s => s.Total</c>, for the first of two
    /// layers <c>s => s[0]</c>.
    /// </param>
    /// <returns>Whether no trial has a smaller coordinate than the best, or none a larger one. If all have the same, <see langword="false"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="coordinate"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="coordinate"/> is NaN for a candidate.</exception>
    /// <exception cref="InvalidOperationException">All failed.</exception>
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

    /// <summary>The number of trials and of failures, and the best trial; for numbers, also whether it lies at the edge of the range.</summary>
    public override string ToString()
    {
        var failed = Trials.Count(trial => trial.HasFailed);
        var counts = string.Create(CultureInfo.InvariantCulture, $"{Trials.Count} trials, {failed} failed");
        return Succeeded.Any() ? $"{counts}, best {Best}{(this is SearchResult<double> numbers && numbers.IsBestAtEdge(x => x) ? ", at the edge of the range: search a wider one" : "")}" : counts;
    }

    /// <summary>
    /// Writes the trials as comma-separated values: a header, then a line for each trial. Numbers read back to the same bits, and do
    /// not depend on the culture.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The columns are <c>index</c>, the candidate's, <c>budget</c>, <c>mean</c>, <c>standard_error</c> and <c>failure</c>. What
    /// there is none of is empty. The candidate's is <c>candidate</c>, for an elastic net <c>total</c> and <c>l1_share</c>, for
    /// lists of double <c>candidate_0</c> and so on. A candidate of another kind is written as its <c>ToString</c> under the invariant
    /// culture.
    /// </para>
    /// <para>Source: RFC 4180, "Common Format and MIME Type for Comma-Separated Values (CSV) Files", 2005.</para>
    /// </remarks>
    /// <param name="writer">What is written to. It stays open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="writer"/> is null.</exception>
    public void WriteCsv(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        TrialTable.WriteCsv(Trials, writer);
    }

    /// <summary>
    /// Writes the trials as a JSON array of objects, which have the columns of <see cref="WriteCsv"/> as properties. What there is
    /// none of is null.
    /// </summary>
    /// <param name="stream">What is written to, in UTF-8. It stays open.</param>
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
