using System.Numerics;
using FsCheck;
using FsCheck.Xunit;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Groups;

public class SparseProjectionSingleTests : SparseProjectionTests<float>;

public class SparseProjectionDoubleTests : SparseProjectionTests<double>;

/// <summary>The largest magnitudes stay: of all weights, and of each block.</summary>
public abstract class SparseProjectionTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int[] _lengths = [1, 2, 3, 7, 64, 131, 1000, 5001];

    // On both sides of the length from which a block is selected like a whole.
    private static readonly (int Kept, int BlockLength)[] _patterns =
        [(1, 1), (1, 2), (2, 4), (3, 4), (4, 8), (1, 16), (7, 31), (16, Thresholds.LongestRankedBlock), (5, Thresholds.LongestRankedBlock + 1), (100, 128)];

    [Property(MaxTest = 60)]
    public void The_k_largest_magnitudes_stay_those_with_the_lowest_index_first_and_the_others_are_positive_zero(int seed, PositiveInt pick)
    {
        var weights = Draw(seed, pick.Get, _lengths[pick.Get % _lengths.Length]);
        foreach (var count in (int[])[0, 1, weights.Length / 3, weights.Length - 1, weights.Length])
        {
            AssertKept(weights, ProjectionReference.TopK(Projected.Widened(weights), count), Projected.Of(new TopK(count), weights), count, weights.Length);
        }
    }

    [Property(MaxTest = 60)]
    public void The_n_largest_magnitudes_of_each_block_stay_those_with_the_lowest_index_first(int seed, PositiveInt pick)
    {
        foreach (var (kept, blockLength) in _patterns)
        {
            var weights = Draw(seed, pick.Get, blockLength * (1 + (pick.Get % 40)));
            AssertKept(
                weights, ProjectionReference.NMSparsity(Projected.Widened(weights), kept, blockLength), Projected.Of(new NMSparsity(kept, blockLength), weights), kept, blockLength);
        }
    }

    [Property(MaxTest = 60)]
    public void No_other_choice_of_as_many_weights_keeps_a_larger_sum_of_squares(int seed, PositiveInt pick)
    {
        var weights = Draw(seed, 5, 131);
        var random = new Random(seed);
        var count = pick.Get % 131;
        var kept = Projected.Widened(Projected.Of(new TopK(count), weights)).Sum(w => w * w);
        for (var trial = 0; trial < 20; trial++)
        {
            var other = Shuffled(random, Projected.Widened(weights)).Take(count).Sum(w => w * w);
            Assert.True(other <= kept * (1 + (2 * 131 * Math.ScaleB(1, -53))), $"{other} is above {kept}.");
        }
    }

    [Fact]
    public void Weights_of_which_few_enough_are_not_zero_keep_their_bits()
    {
        T[] weights = [-T.Zero, T.One, T.Zero, -T.Zero, T.NaN, T.Zero, -T.Zero, -T.One];
        foreach (var set in (IConstraint[])[new TopK(3), new TopK(5), new TopK(8), new NMSparsity(2, 4), new NMSparsity(1, 2), new NMSparsity(3, 8)])
        {
            Bits.Equal<T>(weights, Projected.Of(set, weights), new(set.ToString()!, weights.Length, 0));
        }
    }

    [Fact]
    public void Special_values_have_their_place_in_the_order_of_magnitudes()
    {
        T[] weights = [.. Samples.Specials<T>(), .. Samples.BitPatterns<T>(1000, seed: 5)];
        for (var count = 0; count <= weights.Length; count += 13)
        {
            AssertKept(weights, ProjectionReference.TopK(Projected.Widened(weights), count), Projected.Of(new TopK(count), weights), count, weights.Length);
        }
    }

    [Fact]
    public void The_L0_ball_of_radius_0_is_all_zeros()
    {
        var weights = Samples.BitPatterns<T>(1000, seed: 6);
        Bits.Equal<T>(new T[1000], Projected.Of(new TopK(0), weights), new("TopK(0)", 1000, 0));
    }

    /// <summary>Weights inside keep their bits; otherwise those that stay do, and the others are +0.</summary>
    private static void AssertKept(T[] weights, bool[] stays, T[] actual, int count, int blockLength)
    {
        for (var start = 0; start < weights.Length; start += blockLength)
        {
            var isInside = weights.AsSpan(start, blockLength).ToArray().Count(w => w != T.Zero) <= count;
            for (var i = start; i < start + blockLength; i++)
            {
                var expected = stays[i] || isInside ? weights[i] : T.Zero;
                Assert.True(Bits.Of(expected) == Bits.Of(actual[i]), $"{count} of {blockLength}, index {i}: expected {Bits.Show(expected)}, found {Bits.Show(actual[i])}.");
            }
        }
    }

    private static double[] Shuffled(Random random, double[] numbers)
    {
        random.Shuffle(numbers);
        return numbers;
    }

    /// <summary>Weights with many ties, or of one of the distributions.</summary>
    private static T[] Draw(int seed, int pick, int length)
    {
        var random = new Random(seed);
        return (pick % 8) switch
        {
            6 => [.. Enumerable.Range(0, length).Select(_ => T.CreateTruncating(random.Next(-3, 4)))],
            7 => Samples.Weights<T>(length, seed),
            var kind => Projected.Weights<T>(Projected.Distributions.Keys.ElementAt(kind), length, seed),
        };
    }
}
