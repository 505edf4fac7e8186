using System.Globalization;
using SimdReg.Threading;

namespace SimdReg.Tuning;

/// <summary>Tries candidates on one thread or several. A failure is a trial like any other.</summary>
internal sealed class TrialRunner<TCandidate>(
    Func<TCandidate, int, Score> score,
    int maxDegreeOfParallelism,
    IProgress<Trial<TCandidate>>? progress,
    CancellationToken cancellationToken)
{
    private readonly Lock _reporting = new();

    /// <summary>Tries each candidate with the same budget, and returns the trials in the order of the candidates.</summary>
    public Trial<TCandidate>[] Try(IReadOnlyList<(int Index, TCandidate Candidate)> candidates, int budget)
    {
        var trials = new Trial<TCandidate>?[candidates.Count];

        // One candidate at a time, because some take much longer than others.
        ParallelRanges.ForEach(trials.Length, maxDegreeOfParallelism, i =>
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                trials[i] = Try(candidates[i].Index, candidates[i].Candidate, budget);
            }
        });

        // A missing trial was cancelled.
        return [.. trials.Select(trial => trial ?? throw new OperationCanceledException(cancellationToken))];
    }

    /// <summary>Tries a candidate. Returns null if cancelled.</summary>
    private Trial<TCandidate>? Try(int index, TCandidate candidate, int budget)
    {
        var trial = new Trial<TCandidate>(index, candidate, budget);
        try
        {
            var result = score(candidate, budget);
            trial = result.IsFinite ? trial with { Score = result } : trial with { Failure = WhyNot(result) };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception exception)
        {
            trial = trial with { Failure = $"{exception.GetType().Name}: {exception.Message}", Exception = exception };
        }

        if (progress is not null)
        {
            lock (_reporting)
            {
                progress.Report(trial);
            }
        }

        return trial;
    }

    private static string WhyNot(Score score) =>
        double.IsFinite(score.Mean)
            ? string.Create(CultureInfo.InvariantCulture, $"The standard error of the score is {score.StandardError}: it must be finite.")
            : string.Create(CultureInfo.InvariantCulture, $"The score is {score.Mean}: it must be finite.");
}
