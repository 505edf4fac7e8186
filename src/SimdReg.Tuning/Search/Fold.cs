using System.Collections.Immutable;

namespace SimdReg.Tuning;

/// <summary>One split of the rows of a data set into those to train on and those to validate on.</summary>
/// <remarks>
/// Rows are counted from 0 within what the folds were made of. Where that is a part of the data, without the rows that were put away
/// for the end, row i is the i-th of that part.
/// </remarks>
public sealed class Fold
{
    internal Fold(ImmutableArray<int> training, ImmutableArray<int> validation)
    {
        Training = training;
        Validation = validation;
    }

    /// <summary>The indices of the rows to train on, in ascending order.</summary>
    public ImmutableArray<int> Training { get; }

    /// <summary>The indices of the rows to validate on, in ascending order. No other fold has one of them.</summary>
    public ImmutableArray<int> Validation { get; }
}
