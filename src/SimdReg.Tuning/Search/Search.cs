namespace SimdReg.Tuning;

/// <summary>Finds the regularisation with the lowest loss on data that it was not trained on.</summary>
/// <remarks>
/// <para>
/// A candidate is any argument of the score function: a strength (<see cref="LogRange"/>), those of an elastic net
/// (<see cref="ElasticNetStrength"/>), one for each layer (<see cref="LayerStrengths"/>), or anything else.
/// </para>
/// <para>
/// With one thread, the default, the calling thread tries candidates in order. With more, threads of the runtime's pool help, and the
/// score function must be thread-safe. The result is the same for any number of threads if a score depends only on the candidate.
/// </para>
/// <para>
/// A candidate fails if the score function throws or returns a score that is not finite. The failure is recorded, and the search
/// continues. If all candidates fail, <see cref="SearchResult{TCandidate}.Best"/> throws.
/// </para>
/// <para>
/// Cancellation ends the search: no further candidate starts. A running score function is not stopped, but may itself throw
/// <see cref="OperationCanceledException"/>. Trials that ended before are available only through the progress reports.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var folds = CrossValidation.Folds(rowCount: 442, foldCount: 10, seed: 1);
/// var result = Search.Run(
///     new LogRange(1e-4, 1).Grid(count: 20),
///     strength => Score.FromFolds(folds, fold => ValidationLoss(fold, new L2(strength)))); // A loss: lower is better.
///
/// var best = result.Best.Candidate;
/// var simplest = result.OneStandardError(strength => strength).Candidate;
/// </code>
/// </example>
public static class Search
{
    /// <summary>Scores every candidate.</summary>
    /// <typeparam name="TCandidate">The type of the candidates.</typeparam>
    /// <param name="candidates">The candidates: at least one.</param>
    /// <param name="score">
    /// Trains with a candidate and returns its score on other data: a loss, where lower is better. Negate an accuracy.
    /// </param>
    /// <param name="maxDegreeOfParallelism">The number of candidates that may be tried at once: at least 1.</param>
    /// <param name="progress">
    /// Receives each trial when it ends, on the thread that ran it, one at a time. An exception that it throws ends the search and is rethrown.
    /// </param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The trials, in the order of the candidates.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="candidates"/> or <paramref name="score"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="candidates"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1.</exception>
    /// <exception cref="OperationCanceledException">The search was cancelled before all candidates were tried.</exception>
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
    /// Successive halving: tries every candidate on a small budget, then the best of them on larger budgets, until few are left.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Of n candidates in a round, the ⌈n/η⌉ with the lowest scores advance to the next round, with η times the budget. Of equal scores, the
    /// earlier candidate is preferred. Failed candidates do not advance. The last round has the largest budget. Rounds are added before it
    /// until at most η candidates are left for it, or until the budget would fall below <paramref name="minBudget"/>: each has 1/η of the
    /// budget of the next, rounded down. If all candidates of a round fail, it is the last.
    /// </para>
    /// <para>
    /// Sources: Jamieson and Talwalkar, "Non-stochastic Best Arm Identification and Hyperparameter Optimization", AISTATS 2016; Li,
    /// Jamieson, DeSalvo, Rostamizadeh and Talwalkar, "Hyperband", Journal of Machine Learning Research 18, 2018.
    /// </para>
    /// </remarks>
    /// <typeparam name="TCandidate">The type of the candidates.</typeparam>
    /// <param name="candidates">The candidates: at least one.</param>
    /// <param name="score">
    /// Trains with a candidate within a budget, such as a number of epochs or rows, and returns its score on other data: a loss, where
    /// lower is better. Negate an accuracy.
    /// </param>
    /// <param name="maxBudget">The budget of the last round: at least 1.</param>
    /// <param name="minBudget">The smallest budget whose scores are meaningful: at least 1, at most <paramref name="maxBudget"/>.</param>
    /// <param name="factor">η, the factor between rounds of the budgets and of the numbers of candidates: at least 2.</param>
    /// <param name="maxDegreeOfParallelism">The number of candidates that may be tried at once: at least 1.</param>
    /// <param name="progress">
    /// Receives each trial when it ends, on the thread that ran it, one at a time. An exception that it throws ends the search and is rethrown.
    /// </param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The trials of all rounds, round by round, each in the order of the candidates.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="candidates"/> or <paramref name="score"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="candidates"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="OperationCanceledException">The search was cancelled before the last round ended.</exception>
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

    /// <summary>The budgets of the rounds, in ascending order.</summary>
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
