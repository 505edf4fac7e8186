using System.Numerics;
using SimdReg.Lanes;
using SimdReg.Sums;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Sums;

/// <summary>The certificate fails where it must, and what it would have let through there is wrong.</summary>
public class CertificateTests
{
    public static TheoryData<double[], double> NearTiesInFloat => new()
    {
        // Half an ulp above 2²⁴, and a grain more that a double beside it does not hold.
        { [1 << 24, 1, float.Epsilon], (1 << 24) + 2 },
        { [(1 << 24) + 4, 1, float.Epsilon], (1 << 24) + 6 },
        { [1 << 30, 64, 1e-30], (1 << 30) + 128 },

        // Below the last bit of a double beside 2²⁵, by 2 bits.
        { [1 << 24, 1, 1.0 / (1 << 29)], (1 << 24) + 2 },
    };

    public static TheoryData<double[], double> NearTiesInDouble => new()
    {
        { [1L << 53, 1, 1e-300], (1L << 53) + 2 },
        { [(1L << 53) + 4, 1, double.Epsilon], (1L << 53) + 6 },
        { [1.0, 1 / (double)(1L << 53), 1e-100], 1 + (1 / (double)(1L << 52)) },
    };

    [Theory]
    [MemberData(nameof(NearTiesInFloat))]
    public void Just_past_a_tie_in_float_only_the_exact_sum_is_right(double[] weights, double sum) =>
        AssertOnlyExactIsRight([.. weights.Select(weight => (float)weight)], (float)sum);

    [Theory]
    [MemberData(nameof(NearTiesInDouble))]
    public void Just_past_a_tie_in_double_only_the_exact_sum_is_right(double[] weights, double sum) =>
        AssertOnlyExactIsRight(weights, sum);

    [Fact]
    public void Just_past_a_tie_of_squares_or_of_both_norms_only_the_exact_sum_is_right()
    {
        // 2²⁴ + 1 + 2⁻³⁰, of which a double holds 2²⁴ + 1.
        Assert.Equal((1 << 24) + 2, Penalty.Sum<float, L2>([1 << 12, 1, 1f / (1 << 15)], new(2)));

        // Squares come to 2⁻⁸ + 2⁻³², a tie, and magnitudes to hardly anything beside it.
        Assert.Equal(MathF.BitIncrement(1f / 256), Penalty.Sum<float, ElasticNet>([1f / 16, 1f / 65536], new(double.Epsilon, 2)));
    }

    [Fact]
    public void Few_weights_put_no_more_into_a_lane_than_is_proven()
    {
        // Into four totals of at least one lane, and what fills no turn of all four into the first.
        Assert.InRange((Thresholds.LongestWithoutStreams / 4) + 3, 1, 4096);
    }

    [Fact]
    public void Ties_are_decided_exactly_and_go_to_the_even_neighbour()
    {
        foreach (var (weights, sum) in ((float[], float)[])[([1 << 24, 1], 1 << 24), ([(1 << 24) + 2, 1], (1 << 24) + 4)])
        {
            Assert.False(SpanSums.Enclose<float>(weights, new(1, 0)).TryRound<float>(out _));
            Assert.Equal(sum, Penalty.Sum<float, L1>(weights, new(1)));
        }
    }

    [Theory]
    [InlineData(64, 1 << 21, 1, 0)]
    [InlineData(3000, 1 << 21, 0.125, 0)]
    [InlineData(400_000, 0, 1, 0)]
    [InlineData(64, 1 << 9, 0, 2)]
    [InlineData(2000, 1 << 9, 0, 0.5)]
    public void Ties_of_weights_that_double_adds_without_error_are_decided_there(int length, int first, double l1Strength, double l2Strength)
    {
        // Between 2²⁴ and 2²⁵ units, eighths or their squares, a sum is a tie where it is odd. As many weights are odd as squares.
        var random = new Random(length);
        var weights = Enumerable.Range(0, length).Select(i => i == 0 ? first : random.Next(-127, 128) / 8f).ToArray();
        weights[^1] = 0;
        weights[^1] = weights.Sum(weight => 8.0 * Math.Abs(weight)) % 2 == 0 ? 0.125f : 0.25f;

        var norms = new NormStrengths(l1Strength, l2Strength);
        var penalty = new ElasticNet(l1Strength, l2Strength);
        Assert.False(SpanSums.EncloseInDouble<float, Blocks<float>>(new(weights), norms).TryRound<float>(out _));
        Assert.Equal(ExactReference.Of<float>(weights).Penalty<float>(l1Strength, l2Strength), Penalty.Sum<float, ElasticNet>(weights, penalty));
        Assert.Equal(ExactReference.Of<float>(weights).Magnitudes<float>(), WeightSums.Measure<float>(weights).SumOfMagnitudes);
        Assert.Equal(ExactReference.Of<float>(weights).Squares<float>(), WeightSums.Measure<float>(weights).SumOfSquares);
        Allocation.AssertNone($"a tie under {norms}", () => Penalty.Sum<float, ElasticNet>(weights, penalty));
        Allocation.AssertNone("a tie that is measured", () => WeightSums.Measure<float>(weights));
    }

    [Fact]
    public void Ordinary_weights_are_certified_without_the_exact_sum()
    {
        var random = new Random(1);
        var floats = Enumerable.Range(0, 10_000).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var doubles = Enumerable.Range(0, 10_000).Select(_ => random.NextDouble() - 0.5).ToArray();
        foreach (var norms in (NormStrengths[])[new(0.3, 0), new(0, 0.3), new(0.3, 0.7)])
        {
            Assert.True(SpanSums.Enclose<float>(floats, norms).TryRound<float>(out _));
            Assert.True(SpanSums.Enclose<double>(doubles, norms).TryRound<double>(out _));
        }
    }

    [Fact]
    public void What_an_anchored_sum_leaves_open_a_sum_in_double_decides_and_the_exact_one_is_not_asked()
    {
        var random = new Random(1);
        var (norms, penalty) = (new NormStrengths(0, 0.7), new ElasticNet(0, 0.7));
        var open = 0;
        for (var i = 0; i < 1000; i++)
        {
            var weights = Enumerable.Range(0, 5000).Select(_ => random.NextSingle() - 0.5f).ToArray();
            if (!SpanSums.Enclose<float>(weights, norms).TryRound<float>(out _))
            {
                open++;
                Assert.True(SpanSums.EncloseInDouble<float, Blocks<float>>(new(weights), norms).TryRound<float>(out var sum));
                Assert.Equal(ExactReference.Of<float>(weights).Penalty<float>(0, 0.7), sum);
                Assert.Equal(sum, Penalty.Sum<float, ElasticNet>(weights, penalty));
                Allocation.AssertNone("a sum left open", () => Penalty.Sum<float, ElasticNet>(weights, penalty));
            }
        }

        Assert.InRange(open, !SoftwareFma.IsNeeded ? 1 : 0, 30);
    }

    [Fact]
    public void What_a_failing_test_would_print_of_a_sum_has_an_end() =>
        Assert.Contains("High = 3, Low = 0", new BoundedSum(new(3, 0), 0.5).ToString(), StringComparison.Ordinal);

    [Fact]
    public void An_overflow_on_the_way_is_not_certified_and_the_exact_penalty_is_found()
    {
        // Σw² is beyond the largest double, and 1e-30 times it is not.
        double[] weights = [1e165, 2e165, 3e165];
        var norms = new NormStrengths(0, 2e-30);
        Assert.False(SpanSums.Enclose<double>(weights, norms).TryRound<double>(out _));
        Assert.Equal(ExactReference.Of<double>(weights).Penalty<double>(0, 2e-30), Penalty.Sum<double, ElasticNet>(weights, new(0, 2e-30)));
        Assert.Equal(1.4e301, Penalty.Sum<double, ElasticNet>(weights, new(0, 2e-30)), 1e288);
    }

    [Fact, Trait("Category", "Long")]
    public void Where_additions_lose_as_much_as_they_can_the_exact_sum_lies_within_half_the_radius()
    {
        AssertWithinHalfTheRadius<Lane<double>, Lane<float>, Lane<double>>();
        AssertWithinHalfTheRadius<VectorLanes<double>, VectorLanes<float>, VectorLanes<double>>();
        AssertWithinHalfTheRadius<Lanes512<double>, Lanes512<float>, Lanes512<double>>();
    }

    private static void AssertWithinHalfTheRadius<L, WFloat, WDouble>()
        where L : struct, ILanes<L, double>
        where WFloat : struct, ILanes<WFloat, float>
        where WDouble : struct, ILanes<WDouble, double>
    {
        // Of a whole block no lane may take more than of a part.
        AssertWithinHalfTheRadius<L, WFloat, WDouble>(isPart: true);
        AssertWithinHalfTheRadius<L, WFloat, WDouble>(isPart: false);
    }

    private static void AssertWithinHalfTheRadius<L, WFloat, WDouble>(bool isPart)
        where L : struct, ILanes<L, double>
        where WFloat : struct, ILanes<WFloat, float>
        where WDouble : struct, ILanes<WDouble, double>
    {
        // Half an ulp of 1, which is lost beside the 1 that each lane begins with, and what has almost that as its square.
        var half = 1.0 / (1L << 53);
        foreach (var term in (float[])[(float)half, (float)Math.Sqrt(half)])
        {
            var floats = Block<float>(isPart, L.Count, 8 * L.Count, term);
            AssertNear<float>(floats.Select(weight => (double)weight), NormReduction<float, MagnitudeTerm>.InDouble<L, WFloat>(floats));
            AssertNear<float>(floats.Select(weight => (double)weight * weight), NormReduction<float, SquareTerm>.InDouble<L, WFloat>(floats));
        }

        // Terms with a parameter go into four totals. Where the ones are in a single total, the others lose nothing.
        var most = Math.Pow(2, -39.99);
        foreach (var ones in (int[])[4 * L.Count, L.Count])
        {
            var floats = Block<float>(isPart, L.Count, ones, (float)half);
            var sum = new TermReduction<float, ValueTerm<L1>>(new(new(1))).Reduce<L, WFloat>(floats);
            var count = floats.Count(weight => weight == 1);
            Assert.InRange((count - sum.High + ((floats.Length - count) * half) - sum.Low) / count, -most, most);
        }

        // Of doubles, what is lost beside the 1 in each lane of four totals is added up apart. There, once it is half of its
        // way, as much as can be is lost again: half an ulp of 2⁻⁴².
        var doubles = Block<double>(isPart, WDouble.Count, 4 * WDouble.Count, half - Math.ScaleB(1, -95) + Math.ScaleB(1, -106));
        AssertNear<double>(doubles, NormReduction<double, MagnitudeTerm>.InDouble<L, WDouble>(doubles));
    }

    /// <summary>The longest block for so many lanes, or part of one: a one at the start of each stretch for every lane, and then terms.</summary>
    private static T[] Block<T>(bool isPart, int laneCount, int ones, T term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var block = new T[laneCount == 1 ? Blocks<T>.LaneLength : isPart ? Blocks<T>.PartLength : Blocks<T>.Length];
        var stretch = block.Length * laneCount / ones;
        return [.. block.Select((_, i) => i % stretch < laneCount ? T.One : term)];
    }

    private static void AssertNear<T>(IEnumerable<double> terms, BoundedSum sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Enclosures.AssertHolds<T>(terms.Aggregate(default(ExactSum), (exact, term) => exact + ExactSum.Of(term)), sum, typeof(T).Name);

    private static void AssertOnlyExactIsRight<T>(T[] weights, T sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var enclosure = SpanSums.Enclose<T>(weights, new(1, 0));
        Assert.False(enclosure.TryRound<T>(out _));
        Assert.NotEqual(sum, T.CreateTruncating(enclosure.Centre.High));
        Assert.Equal(sum, Penalty.Sum<T, L1>(weights, new(1)));
    }
}
