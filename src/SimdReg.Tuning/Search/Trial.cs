using System.Diagnostics.CodeAnalysis;

namespace SimdReg.Tuning;

/// <summary>A candidate and how it did.</summary>
/// <typeparam name="TCandidate">What was searched for.</typeparam>
public sealed record Trial<TCandidate>
{
    internal Trial(int index, TCandidate candidate, int budget) => (Index, Candidate, Budget) = (index, candidate, budget);

    /// <summary>The place of the candidate in the list that was searched, from 0.</summary>
    public int Index { get; }

    /// <summary>The candidate.</summary>
    public TCandidate Candidate { get; }

    /// <summary>What the candidate was allowed to spend. 1 in a search without budgets.</summary>
    public int Budget { get; }

    /// <summary>The score. Its mean is NaN where the candidate failed.</summary>
    public Score Score { get; internal init; } = double.NaN;

    /// <summary>Why the candidate failed, in words: it threw, or its score was not finite. Null where it did not fail.</summary>
    public string? Failure { get; internal init; }

    /// <summary>What the candidate threw, or null.</summary>
    public Exception? Exception { get; internal init; }

    /// <summary>Whether the candidate failed.</summary>
    [MemberNotNullWhen(true, nameof(Failure))]
    public bool HasFailed => Failure is not null;

    /// <summary>The candidate, and its score or why it failed.</summary>
    public override string ToString() => $"{InvariantText.Of(Candidate)}: {Failure ?? InvariantText.Of(Score.Mean)}";
}
