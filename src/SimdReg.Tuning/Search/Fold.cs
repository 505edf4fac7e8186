using System.Collections.Immutable;

namespace SimdReg.Tuning;

/// <summary>One split of the rows of a data set into training and validation rows.</summary>
/// <remarks>
/// Indices start at 0 and refer to the rows that the folds were created from. If those are a part of the data, without a test set, index i
/// is the i-th row of that part.
/// </remarks>
public sealed class Fold
{
    internal Fold(ImmutableArray<int> training, ImmutableArray<int> validation)
    {
        Training = training;
        Validation = validation;
    }

    /// <summary>The indices of the training rows, in ascending order.</summary>
    public ImmutableArray<int> Training { get; }

    /// <summary>The indices of the validation rows, in ascending order. No other fold of the same split contains any of them.</summary>
    public ImmutableArray<int> Validation { get; }
}
