using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>How rows are split into folds.</summary>
[Properties(Arbitrary = [typeof(Drawn)])]
public class CrossValidationTests
{
    [Property]
    public void Every_row_is_for_validation_once_and_for_training_in_all_other_folds(LabelledRows drawn)
    {
        var (labels, foldCount, seed) = drawn;
        int[] rows = [.. Enumerable.Range(0, labels.Length)];
        foreach (var folds in (Fold[][])[CrossValidation.Folds(labels.Length, foldCount, seed), CrossValidation.Folds<char>(labels, foldCount, seed)])
        {
            Assert.Equal(foldCount, folds.Length);
            Assert.Equal(rows, folds.SelectMany(fold => fold.Validation).Order());
            Assert.All(folds, fold => Assert.Equal(rows.Except(fold.Validation), fold.Training));
            Assert.All(folds, fold => Assert.Equal(fold.Validation.Order(), fold.Validation));
        }
    }

    [Property]
    public void The_sizes_of_folds_differ_by_one_at_most(LabelledRows drawn)
    {
        var (labels, foldCount, seed) = drawn;
        AssertEven(CrossValidation.Folds(labels.Length, foldCount, seed).Select(fold => fold.Validation.Length));
        AssertEven(CrossValidation.Folds<char>(labels, foldCount, seed).Select(fold => fold.Validation.Length));
    }

    [Property]
    public void The_rows_of_each_label_are_shared_out_evenly(LabelledRows drawn)
    {
        var (labels, foldCount, seed) = drawn;
        var folds = CrossValidation.Folds<char>(labels, foldCount, seed);
        Assert.All(labels.Distinct(), label => AssertEven(folds.Select(fold => fold.Validation.Count(row => labels[row] == label))));
    }

    [Fact]
    public void Folds_are_those_of_an_independent_computation()
    {
        // Python: labels and then the rows of each shuffled from the end by the generator's integers, then dealt one by one.
        Assert.Equal([[0, 2, 5], [1, 6], [3, 4]], CrossValidation.Folds(7, 3, seed: 5).Select(fold => fold.Validation.ToArray()));
        Assert.Equal(
            [[0, 2, 5], [3, 4, 7], [1, 6]],
            CrossValidation.Folds(["x", "y", "x", "x", "y", "y", "x", "z"], 3, seed: 5).Select(fold => fold.Validation.ToArray()));
    }

    [Fact]
    public void Rows_are_split_by_chance() => AssertByChance(seed => CrossValidation.Folds(4, 2, seed));

    [Fact]
    public void Rows_of_which_each_has_a_label_of_its_own_are_split_by_chance() => AssertByChance(seed => CrossValidation.Folds<char>("abcd", 2, seed));

    [Theory]
    [InlineData(10, 1)]
    [InlineData(10, 0)]
    [InlineData(10, -1)]
    [InlineData(10, 11)]
    [InlineData(10, int.MaxValue)]
    public void Fewer_folds_than_two_and_more_than_rows_are_refused(int rowCount, int foldCount)
    {
        foreach (var call in (Action[])[() => CrossValidation.Folds(rowCount, foldCount, seed: 1), () => CrossValidation.Folds(new int[rowCount], foldCount, seed: 1)])
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(call);
            Assert.Equal("foldCount", error.ParamName);
            Assert.Equal(foldCount, error.ActualValue);
            Assert.Contains($"which is {rowCount}", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(-5)]
    public void Data_without_two_rows_and_labels_that_are_null_are_refused(int rowCount)
    {
        Assert.Equal("rowCount", Assert.Throws<ArgumentOutOfRangeException>(() => CrossValidation.Folds(rowCount, 2, seed: 1)).ParamName);
        Assert.Equal("labels", Assert.Throws<ArgumentException>(() => CrossValidation.Folds(new int[Math.Max(0, rowCount)], 2, seed: 1)).ParamName);
        Assert.Contains("labels[1]", Assert.Throws<ArgumentException>(() => CrossValidation.Folds(["x", null!], 2, seed: 1)).Message, StringComparison.Ordinal);
    }

    /// <summary>Requires four rows to be halved in each way about as often.</summary>
    private static void AssertByChance(Func<int, Fold[]> halves)
    {
        // Three ways to halve four rows, twice as many with the order of the halves: Hoeffding, √(2,000 · ln(2 · 6 / 10⁻⁹) / 2) = 153.
        var splits = Enumerable.Range(0, 2_000).CountBy(seed => string.Join(' ', halves(seed)[0].Validation)).ToArray();
        Assert.Equal(6, splits.Length);
        Assert.All(splits, split => Assert.InRange(split.Value, 333 - 153, 334 + 153));
    }

    private static void AssertEven(IEnumerable<int> counts)
    {
        int[] all = [.. counts];
        Assert.InRange(all.Max() - all.Min(), 0, 1);
    }

    /// <summary>Labels of rows, to be split into folds.</summary>
    public sealed record LabelledRows(char[] Labels, int FoldCount, int Seed);

    public static class Drawn
    {
        /// <summary>2 to 60 labels of five kinds, some of them rare, and as many folds as may be.</summary>
        public static Arbitrary<LabelledRows> Rows() => Arb.From(
            from rowCount in Gen.Choose(2, 60)
            from labels in Gen.Elements("aaaaaaaaabbbbbcde".ToCharArray()).ArrayOf(rowCount)
            from foldCount in Gen.Choose(2, rowCount)
            from seed in Gen.Choose(int.MinValue, int.MaxValue)
            select new LabelledRows(labels, foldCount, seed));
    }
}
