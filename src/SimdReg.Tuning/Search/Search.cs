namespace SimdReg.Tuning;

/// <summary>Finds the regularisation that does best on data that it was not trained on.</summary>
/// <remarks>
/// <para>
/// A candidate is whatever the score function takes: a strength (<see cref="LogRange"/>), those of an elastic net
/// (<see cref="ElasticNetStrength"/>), one for each layer (<see cref="LayerStrengths"/>), or anything else.
/// </para>
/// <para>
/// With one thread, which is the default, candidates are tried in order by the calling thread. With more, on the runtime's thread
/// pool, and the score function must bear several calls at once. The result is the same for any number, if a score depends on the
/// candidate alone.
/// </para>
/// <para>
/// A candidate that throws, or whose score is not finite, has failed. It is recorded as such, and the search goes on. If all fail,
/// <see cref="SearchResult{TCandidate}.Best"/> says so.
/// </para>
/// <para>
/// Cancellation ends the search: no candidate is begun after it. To stop one that is under way is for the score function, which may
/// throw <see cref="OperationCanceledException"/> then. The trials that ended before are known from the reports of progress alone.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var folds = CrossValidation.Folds(rowCount: 442, foldCount: 10, seed: 1);
/// var result = Search.Run(
///     new LogRange(1e-4, 1).Grid(count: 20),
///     strength => Score.FromFolds(folds, fold => ValidationLoss(fold, new L2(strength)))); // A loss: the lowest is the best.
///
/// var best = result.Best.Candidate;
/// var simplest = result.OneStandardError(strength => strength).Candidate;
/// </code>
/// </example>
public static class Search
{
    /// <summary>Tries every candidate.</summary>
    /// <typeparam name="TCandidate">What is searched for.</typeparam>
    /// <param name="candidates">The candidates: one at least.</param>
    /// <param name="score">
    /// Trains with a candidate, and returns its score on other data: a loss, of which the lowest is the best. Negate an accuracy.
    /// </param>
    /// <param name="maxDegreeOfParallelism">How many candidates may be tried at once: 1 or more.</param>
    /// <param name="progress">
    /// Told of each trial when it ends, by the thread that ran it, and of one at a time. What it throws ends the search, and is thrown.
    /// </param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The trials, in the order of the candidates.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="candidates"/> or <paramref name="score"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="candidates"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before all were tried.</exception>
    public static SearchResult<TCandidate> Run<TCandidate>(
        IReadOnlyList<TCandidate> candidates,
        Func<TCandidate, Score> score,
        int maxDegreeOfParallelism = 1,
        IProgress<Trial<TCandidate>>? progress = null,
        CancellationToken cancellationToken = default)
    {
        CandidateList.NotEmpty(candidates);
        ArgumentNullException.ThrowIfNull(score);
        var runner = new TrialRunner<TCandidate>(
            (candidate, _) => score(candidate), Guard.AtLeastOne(maxDegreeOfParallelism), progress, cancellationToken);
        return new(runner.Try([.. candidates.Index()], budget: 1));
    }

    /// <summary>
    /// Successive halving: tries every candidate on a small budget, and the best of them again on a larger one, until few are left.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Of n candidates in a round, the ⌈n/η⌉ with the lowest scores go on to the next, with η times the budget. Of equal scores the
    /// earlier candidate counts as lower. What failed does not go on. The last round has the largest budget. There are as many rounds
    /// before it as it takes to leave no more than η candidates for it, or as <paramref name="minBudget"/> leaves room for: each has
    /// 1/η of the budget of the next, rounded down. A round in which all fail is the last.
    /// </para>
    /// <para>
    /// Sources: Jamieson and Talwalkar, "Non-stochastic Best Arm Identification and Hyperparameter Optimization", AISTATS 2016; Li,
    /// Jamieson, DeSalvo, Rostamizadeh and Talwalkar, "Hyperband", Journal of Machine Learning Research 18, 2018.
    /// </para>
    /// </remarks>
    /// <typeparam name="TCandidate">What is searched for.</typeparam>
    /// <param name="candidates">The candidates: one at least.</param>
    /// <param name="score">
    /// Trains with a candidate within a budget, of epochs or rows or the like, and returns its score on other data: a loss, of which
    /// the lowest is the best. Negate an accuracy.
    /// </param>
    /// <param name="maxBudget">The budget of the last round: at least 1.</param>
    /// <param name="minBudget">The smallest budget whose scores say something: at least 1, at most <paramref name="maxBudget"/>.</param>
    /// <param name="factor">η, by which candidates become fewer and budgets larger: at least 2.</param>
    /// <param name="maxDegreeOfParallelism">How many candidates may be tried at once: 1 or more.</param>
    /// <param name="progress">
    /// Told of each trial when it ends, by the thread that ran it, and of one at a time. What it throws ends the search, and is thrown.
    /// </param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The trials of all rounds, one round after the other, each in the order of the candidates.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="candidates"/> or <paramref name="score"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="candidates"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before the last round ended.</exception>
    public static SearchResult<TCandidate> SuccessiveHalving<TCandidate>(
        IReadOnlyList<TCandidate> candidates,
        Func<TCandidate, int, Score> score,
        int maxBudget,
        int minBudget = 1,
        int factor = 3,
        int maxDegreeOfParallelism = 1,
        IProgress<Trial<TCandidate>>? progress = null,
        CancellationToken cancellationToken = default)
    {
        CandidateList.NotEmpty(candidates);
        ArgumentNullException.ThrowIfNull(score);
        if (Guard.AtLeastOne(minBudget) > Guard.AtLeastOne(maxBudget))
        {
            throw new ArgumentOutOfRangeException(nameof(minBudget), minBudget, $"{nameof(minBudget)} must be at most {nameof(maxBudget)}, which is {maxBudget}.");
        }

        if (factor < 2)
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor, $"{nameof(factor)} must be at least 2.");
        }

        var runner = new TrialRunner<TCandidate>(score, Guard.AtLeastOne(maxDegreeOfParallelism), progress, cancellationToken);
        List<Trial<TCandidate>> trials = [];
        (int, TCandidate)[] left = [.. candidates.Index()];
        foreach (var budget in Budgets(left.Length, maxBudget, minBudget, factor))
        {
            var round = runner.Try(left, budget);
            trials.AddRange(round);
            left =
            [
                .. round.Where(trial => !trial.HasFailed)
                    .OrderBy(trial => trial.Score.Mean)
                    .Take(Fewer(left.Length, factor))
                    .OrderBy(trial => trial.Index)
                    .Select(trial => (trial.Index, trial.Candidate)),
            ];
            if (left.Length == 0)
            {
                break;
            }
        }

        return new(trials);
    }

    /// <summary>The budgets of the rounds, the smallest first.</summary>
    private static Stack<int> Budgets(int count, int maxBudget, int minBudget, int factor)
    {
        var budgets = new Stack<int>([maxBudget]);
        while (count > factor && budgets.Peek() / factor >= minBudget)
        {
            budgets.Push(budgets.Peek() / factor);
            count = Fewer(count, factor);
        }

        return budgets;
    }

    /// <summary>⌈n/η⌉</summary>
    private static int Fewer(int count, int factor) => ((count - 1) / factor) + 1;
}
