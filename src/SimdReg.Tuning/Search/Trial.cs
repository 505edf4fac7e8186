using System.Diagnostics.CodeAnalysis;

namespace SimdReg.Tuning;

/// <summary>A candidate and its result.</summary>
/// <typeparam name="TCandidate">The type of the candidate.</typeparam>
public sealed record Trial<TCandidate>
{
    internal Trial(int index, TCandidate candidate, int budget) => (Index, Candidate, Budget) = (index, candidate, budget);

    /// <summary>The index of the candidate in the list that was searched.</summary>
    public int Index { get; }

    /// <summary>The candidate.</summary>
    public TCandidate Candidate { get; }

    /// <summary>The budget of the trial; 1 in a search without budgets.</summary>
    public int Budget { get; }

    /// <summary>The score. Its mean is NaN if the candidate failed.</summary>
    public Score Score { get; internal init; } = double.NaN;

    /// <summary>The reason why the candidate failed: an exception, or a score that is not finite. Null if it did not fail.</summary>
    public string? Failure { get; internal init; }

    /// <summary>The exception that the score function threw, or null.</summary>
    public Exception? Exception { get; internal init; }

    /// <summary>Whether the candidate failed.</summary>
    [MemberNotNullWhen(true, nameof(Failure))]
    public bool HasFailed => Failure is not null;

    /// <summary>The candidate, and its score or the reason why it failed.</summary>
    /// <returns>The text, the same in every culture.</returns>
    public override string ToString() => $"{InvariantText.Of(Candidate)}: {Failure ?? InvariantText.Of(Score.Mean)}";
}
