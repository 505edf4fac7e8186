using System.Numerics;
using SimdReg.Groups;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Groups;

public class ProjectionSingleTests : ProjectionTests<float>;

public class ProjectionDoubleTests : ProjectionTests<double>;

/// <summary>Projections of long spans, on threads, of special values, repeated; and what is refused.</summary>
public abstract class ProjectionTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Long = 200_000;

    public static TheoryData<string, double> Cases
    {
        get
        {
            var cases = new TheoryData<string, double>();
            foreach (var distribution in Projected.Distributions.Keys)
            {
                foreach (var share in (double[])[1e-6, 0.01, 0.5, 0.9, 0.999])
                {
                    cases.Add(distribution, share);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait("Category", "Long")]
    public void A_million_weights_are_passed_over_at_most_eight_times_or_ten_with_heavy_tails_of_both_signs(string distribution, double share)
    {
        var weights = Projected.Weights<T>(distribution, 1 << 20, seed: 1);
        var radius = share * Projected.Widened(weights).Sum(Math.Abs);
        Assert.InRange(ThresholdProjection.Run<T, MagnitudeKey>([.. weights], radius, 1), 1 << 20, 8L << 20);
        Assert.InRange(ThresholdProjection.Run<T, SignedKey>([.. weights], radius, 1), 1 << 20, (distribution == "Cauchy" ? 10L : 8L) << 20);
    }

    [Theory]
    [Trait("Category", "Long")]
    [MemberData(nameof(Cases))]
    public void Every_one_of_many_weights_is_that_of_the_sorted_reference(string distribution, double share)
    {
        var weights = Projected.Weights<T>(distribution, 100_003, seed: 2);
        var radius = double.CreateTruncating(T.CreateTruncating(share * Projected.Widened(weights).Sum(Math.Abs)));
        foreach (var set in ConvexSet.Of(radius))
        {
            var expected = set.Project(Projected.Widened(weights));
            var tolerances = Projected.Tolerances(weights, expected, radius);
            var actual = Projected.Of(set.Constraint, weights);
            for (var i = 0; i < weights.Length; i++)
            {
                var difference = Math.Abs(double.CreateTruncating(actual[i]) - expected[i]);
                Assert.True(difference <= tolerances[i], $"{set.Name}, index {i}: {actual[i]:R} is {difference} from {expected[i]:R}, more than {tolerances[i]}.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_number_of_threads_changes_no_bit(string distribution, double share)
    {
        var weights = Projected.Weights<T>(distribution, Long, seed: 3);
        var radius = share * Projected.Widened(weights).Sum(Math.Abs);
        foreach (var set in All(radius, count: Long / 3))
        {
            var alone = Projected.Of(set, weights);
            foreach (var threads in (int[])[2, 3])
            {
                Bits.Equal<T>(alone, Projected.Of(set, weights, threads), new($"{set} on {threads} threads", Long, 0));
            }
        }
    }

    [Fact]
    public void Ten_thousand_repetitions_change_no_bit()
    {
        foreach (var distribution in Projected.Distributions.Keys)
        {
            var weights = Projected.Weights<T>(distribution, 1000, seed: 4);
            foreach (var set in All(0.1 * Projected.Widened(weights).Sum(Math.Abs), count: 300))
            {
                var once = Projected.Of(set, weights);
                T[] again = [.. once];
                for (var i = 0; i < 10_000; i++)
                {
                    set.Project<T>(again);
                }

                Bits.Equal<T>(once, again, new(set.ToString()!, once.Length, 0));
            }
        }
    }

    [Fact]
    public void The_L1_ball_of_a_tenth_and_a_fifth_with_radius_1_is_itself()
    {
        T[] weights = [T.CreateTruncating(0.1), T.CreateTruncating(0.2)];
        Bits.Equal<T>(weights, Projected.Of(new L1Ball(1), weights), new("L1Ball", 2, 0));
    }

    [Fact]
    public void A_radius_of_0_leaves_positive_zeros()
    {
        var weights = Samples.Gradients<T>(1000, seed: 5);
        foreach (var set in (IConstraint[])[new L1Ball(0), new L2Ball(0), new LInfinityBall(0)])
        {
            Bits.Equal<T>(new T[1000], Projected.Of(set, weights), new(set.ToString()!, 1000, 0));
        }
    }

    [Fact]
    public void No_weights_are_left_alone() => Assert.All(All(1), set => set.Project<T>([]));

    [Fact]
    public void A_NaN_weight_is_seen_in_every_weight_of_a_set_with_a_sum_and_in_its_own_of_the_others()
    {
        var weights = Samples.Gradients<T>(1000, seed: 6);
        weights[500] = T.NaN;
        Assert.All((IConstraint[])[new L1Ball(1), new L2Ball(1), new Simplex(1)], set => Assert.All(Projected.Of(set, weights), w => Assert.True(T.IsNaN(w))));
        foreach (var set in (IConstraint[])[new LInfinityBall(1), new TopK(1), new NMSparsity(1, 4)])
        {
            var projected = Projected.Of(set, weights);
            Assert.True(T.IsNaN(projected[500]));
            Assert.Equal(1, projected.Count(T.IsNaN));
        }
    }

    [Fact]
    public void An_infinite_weight_becomes_NaN_and_the_finite_ones_zero_where_a_sum_is_bounded()
    {
        var weights = Samples.Gradients<T>(1000, seed: 7);
        weights[500] = T.PositiveInfinity;
        T[] expected = new T[1000];
        expected[500] = T.NaN;
        foreach (var set in (IConstraint[])[new L1Ball(1), new L2Ball(1), new Simplex(1)])
        {
            Bits.Equal<T>(expected, Projected.Of(set, weights), new(set.ToString()!, 1000, 0));
        }

        weights[500] = T.NegativeInfinity;
        Assert.Equal(T.Zero, Projected.Of(new Simplex(1), weights)[500]);
        Assert.Equal(-T.One, Projected.Of(new LInfinityBall(1), weights)[500]);
        Assert.Equal(T.One, WeightSums.Measure<T>(Projected.Of(new Simplex(1), weights)).SumOfMagnitudes);
    }

    [Fact]
    public void Weights_whose_sums_and_squares_overflow_are_projected_as_well()
    {
        // Each of the two largest gets half the radius: the smaller ones are farther below than that.
        var huge = Samples.LargestFinite<T>();
        T[] weights = [huge, T.One, -huge, huge / T.CreateTruncating(4), .. new T[100]];
        T[] expected = [T.One, T.Zero, -T.One, .. new T[101]];
        Bits.Equal<T>(expected, Projected.Of(new L1Ball(2), weights), new("L1Ball", 104, 0));

        T[] two = [huge, T.Zero, huge, .. new T[101]];
        Bits.Equal<T>([T.One, T.Zero, T.One, .. new T[101]], Projected.Of(new Simplex(2), two), new("Simplex", 104, 0));
        var projected = Projected.Of(new L2Ball(5), [huge, -huge / T.CreateTruncating(4) * T.CreateTruncating(3)]);
        Assert.Equal(4, double.CreateTruncating(projected[0]), 8 * Projected.UnitRoundoff<T>());
        Assert.Equal(-3, double.CreateTruncating(projected[1]), 8 * Projected.UnitRoundoff<T>());
    }

    [Fact]
    public void A_radius_of_few_subnormal_units_is_kept()
    {
        var unit = double.CreateTruncating(T.Epsilon);
        if (typeof(T) == typeof(double))
        {
            unit = Math.ScaleB(1, -149);
        }

        foreach (var count in (int[])[1, 2, 3, 100, 20_000])
        {
            T[] weights = [.. Enumerable.Repeat(T.One, count)];
            foreach (var radius in (double[])[unit, 3 * unit, 1000 * unit])
            {
                Assert.True(Projected.Widened(Projected.Of(new L1Ball(radius), weights)).Sum(Math.Abs) <= radius * 1.5);
                Assert.True(Projected.Widened(Projected.Of(new L2Ball(radius), weights)).Sum(w => w / unit * (w / unit)) <= Math.Pow(radius / unit * 1.5, 2));
            }
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_nothing_written()
    {
        var weights = Samples.Gradients<T>(10, seed: 8);
        T[] untouched = [.. weights];
        Assert.Contains("11", Assert.Throws<ArgumentException>("weights", () => new TopK(11).Project<T>(weights)).Message, StringComparison.Ordinal);
        Assert.Contains("10", Assert.Throws<ArgumentException>("weights", () => new NMSparsity(2, 4).Project<T>(weights)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => default(NMSparsity).Project<T>(weights));
        Assert.All(All(1).Where(set => set is not NMSparsity), set => Assert.Throws<ArgumentOutOfRangeException>("maxDegreeOfParallelism", () => set.Project<T>(weights, 0)));
        Assert.Throws<ArgumentOutOfRangeException>("maxDegreeOfParallelism", () => new NMSparsity(1, 2).Project<T>(weights, 0));
        Bits.Equal<T>(untouched, weights, new("refused", 10, 0));
    }

    [Fact]
    public void A_projection_allocates_nothing_on_one_thread()
    {
        var weights = Projected.Weights<T>("normal", 40_000, seed: 9);
        T[] work = [.. weights];
        var norm = Projected.Widened(weights).Sum(Math.Abs);
        foreach (var share in (double[])[1e-4, 0.5, 0.9])
        {
            var (l1, l2, max, simplex) = (new L1Ball(share * norm), new L2Ball(share), new LInfinityBall(share), new Simplex(share * norm));
            Allocation.AssertNone("L1Ball", () => Again(work, weights, l1));
            Allocation.AssertNone("L2Ball", () => Again(work, weights, l2));
            Allocation.AssertNone("LInfinityBall", () => Again(work, weights, max));
            Allocation.AssertNone("Simplex", () => Again(work, weights, simplex));
            Allocation.AssertNone("TopK", () => Again(work, weights, new TopK(1000)));
            Allocation.AssertNone("NMSparsity", () => Again(work, weights, new NMSparsity(2, 4)));
        }
    }

    private static void Again<TConstraint>(T[] work, T[] weights, TConstraint constraint)
        where TConstraint : struct, IConstraint
    {
        weights.CopyTo(work.AsSpan());
        constraint.Project<T>(work);
    }

    private static IConstraint[] All(double radius, int count = 0) =>
        [new L1Ball(radius), new L2Ball(radius), new LInfinityBall(Math.Min(radius, 0.4)), new Simplex(radius), new TopK(count), new NMSparsity(2, 4), new NMSparsity(20, 40)];
}

/// <summary>What the constructors refuse.</summary>
public class ConstraintParameterTests
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    [InlineData(double.PositiveInfinity)]
    public void A_radius_that_is_not_finite_and_at_least_0_is_refused(double radius)
    {
        Assert.Throws<ArgumentOutOfRangeException>(nameof(radius), () => new L1Ball(radius));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(radius), () => new L2Ball(radius));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(radius), () => new LInfinityBall(radius));
        Assert.Throws<ArgumentOutOfRangeException>("total", () => new Simplex(radius));
    }

    [Fact]
    public void Counts_out_of_range_and_a_total_of_0_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("total", () => new Simplex(0));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => new TopK(-1));
        Assert.Throws<ArgumentOutOfRangeException>("kept", () => new NMSparsity(0, 4));
        Assert.Throws<ArgumentOutOfRangeException>("kept", () => new NMSparsity(5, 4));
        Assert.Throws<ArgumentOutOfRangeException>("blockLength", () => new NMSparsity(1, 0));
    }
}
