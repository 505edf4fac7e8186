using System.Diagnostics.CodeAnalysis;

namespace SimdReg.Tuning;

/// <summary>A candidate and how it did.</summary>
/// <typeparam name="TCandidate">What was searched for.</typeparam>
public sealed record Trial<TCandidate>
{
    /// <summary>The place of the candidate in the list that was searched, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>The candidate.</summary>
    public required TCandidate Candidate { get; init; }

    /// <summary>What the candidate was allowed to spend. 1 in a search without budgets.</summary>
    public required int Budget { get; init; }

    /// <summary>The score. Its mean is NaN where the candidate failed.</summary>
    public required Score Score { get; init; }

    /// <summary>Why the candidate failed, in words: it threw, or its score was not finite. Null where it did not fail.</summary>
    public string? Failure { get; init; }

    /// <summary>What the candidate threw, or null.</summary>
    public Exception? Exception { get; init; }

    /// <summary>Whether the candidate failed.</summary>
    [MemberNotNullWhen(true, nameof(Failure))]
    public bool HasFailed => Failure is not null;
}
