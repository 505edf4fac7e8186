using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace SimdReg.Tuning;

/// <summary>k-fold cross-validation: every row is in the validation set of one fold, and in the training set of the k − 1 others.</summary>
/// <remarks>
/// Source: Hastie, Tibshirani and Friedman, "The Elements of Statistical Learning", 2nd edition, 2009, section 7.10.
/// </remarks>
public static class CrossValidation
{
    /// <summary>Splits rows at random into folds whose sizes differ by at most 1.</summary>
    /// <param name="rowCount">The number of rows: at least 2.</param>
    /// <param name="foldCount">k: at least 2, at most <paramref name="rowCount"/>.</param>
    /// <param name="seed">Any number. The same seed gives the same folds on every machine.</param>
    /// <returns>The folds, as many as <paramref name="foldCount"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="rowCount"/> is below 2, or <paramref name="foldCount"/> outside its range.
    /// </exception>
    public static Fold[] Folds(int rowCount, int foldCount, int seed)
    {
        if (rowCount < 2)
        {
            throw new ArgumentOutOfRangeException(nameof(rowCount), rowCount, $"{nameof(rowCount)} must be at least 2: one row to train on and one to validate on.");
        }

        return Deal([[.. Enumerable.Range(0, rowCount)]], rowCount, foldCount, seed);
    }

    /// <summary>
    /// Splits rows at random into stratified folds: for each label, the numbers of its rows in any two folds differ by at most 1, and so do the
    /// sizes of the folds.
    /// </summary>
    /// <remarks>A label with fewer rows than there are folds is missing in some folds.</remarks>
    /// <typeparam name="TLabel">The type of the labels, compared for equality.</typeparam>
    /// <param name="labels">The label of each row: at least two rows.</param>
    /// <param name="foldCount">k: at least 2, at most the number of rows.</param>
    /// <param name="seed">Any number. The same seed gives the same folds on every machine.</param>
    /// <returns>The folds, as many as <paramref name="foldCount"/>.</returns>
    /// <exception cref="ArgumentException">There are fewer than two labels, or one is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="foldCount"/> is outside its range.</exception>
    public static Fold[] Folds<TLabel>(ReadOnlySpan<TLabel> labels, int foldCount, int seed)
        where TLabel : notnull
    {
        if (labels.Length < 2)
        {
            throw new ArgumentException(
                $"{nameof(labels)} has {labels.Length} elements: it must have at least 2, one row to train on and one to validate on.", nameof(labels));
        }

        var classes = new OrderedDictionary<TLabel, List<int>>();
        for (var row = 0; row < labels.Length; row++)
        {
            var label = labels[row] ?? throw new ArgumentException($"{nameof(labels)}[{row}] is null: each row must have a label.", nameof(labels));
            if (!classes.TryGetValue(label, out var rows))
            {
                classes.Add(label, rows = []);
            }

            rows.Add(row);
        }

        return Deal([.. classes.Values], labels.Length, foldCount, seed);
    }

    /// <summary>Deals shuffled rows to the folds in turn, one class after the other, each starting where the previous one ended.</summary>
    /// <remarks>The classes are shuffled too: otherwise the only row of a label would go to the same fold for every seed.</remarks>
    private static Fold[] Deal(List<int>[] classes, int rowCount, int foldCount, int seed)
    {
        if (foldCount < 2 || foldCount > rowCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(foldCount), foldCount, $"{nameof(foldCount)} must be at least 2 and at most the number of rows, which is {rowCount}.");
        }

        var random = new SplitMix64(seed);
        var foldOf = new int[rowCount];
        var dealt = 0;
        random.Shuffle(classes.AsSpan());
        foreach (var rows in classes)
        {
            random.Shuffle(CollectionsMarshal.AsSpan(rows));
            foreach (var row in rows)
            {
                foldOf[row] = dealt++ % foldCount;
            }
        }

        return [.. Enumerable.Range(0, foldCount).Select(fold => new Fold(Rows(foldOf, of => of != fold), Rows(foldOf, of => of == fold)))];
    }

    private static ImmutableArray<int> Rows(int[] foldOf, Func<int, bool> belong) =>
        [.. foldOf.Index().Where(row => belong(row.Item)).Select(row => row.Index)];
}

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
