using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Properties;

/// <summary>Proximal steps whose ends are known, among them those that other libraries have got wrong.</summary>
public abstract class ProximalExampleTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Hubers_step_at_rate_one_from_one_and_a_half_ends_at_three_quarters() =>
        AssertEnds(new Huber(1, 1), rate: 1, (1.5, 0.75), (-1.5, -0.75), (2, 1), (3, 2), (-5, -4));

    [Fact]
    public void MCP_at_a_rate_of_four_with_gamma_and_strength_one_sets_the_threshold_at_two()
    {
        // γ must be above 1: with the double above it, the threshold 2·√γ is above 2 by half a unit in the last place of 2 and rounds to it.
        var mcp = new Mcp(1, Math.BitIncrement(1.0));
        AssertEnds(mcp, rate: 4, (1.99, 0), (-1.99, 0), (2.01, 2.01), (-2.01, -2.01), (3.9, 3.9), (4.1, 4.1), (100, 100));
    }

    [Fact]
    public void MCP_below_gamma_shrinks_less_the_larger_the_weight() =>
        AssertEnds(new Mcp(1, 2), rate: 1, (1, 0), (1.5, 1), (-1.5, -1), (2, 2), (3, 3));

    [Fact]
    public void SCAD_is_a_soft_threshold_then_steeper_then_nothing_below_a_minus_one() =>
        AssertEnds(new Scad(1, 3), rate: 1, (1, 0), (1.5, 0.5), (2, 1), (2.5, 2), (3, 3), (-2.5, -2), (9, 9));

    [Fact]
    public void SCAD_between_a_minus_one_and_a_plus_one_jumps_from_the_soft_threshold_to_the_weight() =>
        AssertEnds(new Scad(1, 3), rate: 3, (3, 0), (3.25, 0.25), (3.75, 3.75), (-3.25, -0.25), (-4, -4));

    [Fact]
    public void SCAD_above_a_plus_one_is_a_hard_threshold() =>
        AssertEnds(new Scad(1, 3), rate: 16, (7.99, 0), (-7.99, 0), (8.01, 8.01), (15, 15), (17, 17));

    [Fact]
    public void Log_sum_ends_at_the_larger_root_where_it_is_better_than_zero() =>
        // ε = 1, r·s = 2: (u − v)(u + 1) + 2 = 0. From 2, the root 1 has ½ + 2·log 2 = 1.886 < 2; from 1.9, the root is 0.774 with 1.780 < 1.805; from 1.84, 0.526 is worse than 0.
        AssertEnds(new LogSum(1, 1), rate: 2, (2, 1), (-2, -1), (3.5, 3), (1.83, 0), (-1.5, 0), (0, 0));

    [Fact]
    public void Log_sum_without_a_jump_passes_zero_continuously() =>
        AssertEnds(new LogSum(1, 2), rate: 2, (1, 0), (0.9, 0), (2, (0 + Math.Sqrt(8)) / 2), (-2, -Math.Sqrt(2)));

    [Fact]
    public void L0_is_a_hard_threshold() => AssertEnds(new HardThreshold(2), rate: 4, (3.99, 0), (-3.99, 0), (4.01, 4.01), (-4.01, -4.01));

    [Fact]
    public void A_weight_without_a_gradient_is_erased_or_kept_whole_at_the_rates_of_Adam()
    {
        const double Rate = 1e8;
        AssertEnds(new Mcp(0.01, 3), Rate, (170, 0), (175, 175), (1e6, 1e6));
        AssertEnds(new Scad(0.01, 3.7), Rate, (210, 0), (220, 220), (1e6, 1e6));
        AssertEnds(new HardThreshold(0.01), Rate, (1400, 0), (1500, 1500));
        AssertEnds(new Huber(0.01, 1), Rate, (1e3, 1e3 / (1 + 1e6)), (2e6, 1e6));
        AssertEnds(new Box(-1, 2), Rate, (-5, -1), (5, 2), (0.5, 0.5));
        AssertEnds(new L1(0.01).NonNegative(), Rate, (-5, 0), (1e6 + 1024, 1024));
    }

    [Fact]
    public void Infinity_stays_and_NaN_stays_at_any_rate_unless_there_is_a_bound()
    {
        foreach (var rate in (double[])[0, 1e-6, 1, 2.7, 4.7, 1e9, float.MaxValue])
        {
            foreach (var strength in (double[])[1e-30, 0.3, float.MaxValue])
            {
                AssertSpecials(new Mcp(strength, 2.7), rate, strength < 1);
                AssertSpecials(new Mcp(strength, float.MaxValue), rate, strength < 1);
                AssertSpecials(new Scad(strength, 3.7), rate, strength < 1);
                AssertSpecials(new Scad(strength, float.MaxValue), rate, strength < 1);
                AssertSpecials(new LogSum(strength, 0.3), rate, strength < 1);
                AssertSpecials(new LogSum(strength, 1.2e-38), rate, strength < 1);
                AssertSpecials(new LogSum(strength, float.MaxValue), rate, strength < 1);
                AssertSpecials(new Huber(strength, 0.3), rate, strength < 1);
                AssertSpecials(new Huber(strength, float.MaxValue), rate, strength < 1);
                AssertSpecials(new HardThreshold(strength), rate, strength < 1);
            }

            Assert.Equal([T.One, -T.One, T.NaN], Ends(new Box(-1, 1), rate, [T.PositiveInfinity, T.NegativeInfinity, T.NaN]));
            Assert.Equal([T.PositiveInfinity, T.Zero, T.NaN], Ends(default(NonNegative), rate, [T.PositiveInfinity, T.NegativeInfinity, T.NaN]));
        }
    }

    [Fact]
    public void A_projection_leaves_the_bits_of_weights_inside_on_any_number_of_threads()
    {
        var weights = Samples.Weights<T>(300_001, seed: 3);
        (weights[0], weights[1], weights[2], weights[3]) = (T.NegativeZero, T.Epsilon, -T.Epsilon, T.NaN);
        var (low, high) = (T.CreateTruncating(-0.1), T.CreateTruncating(0.7));
        foreach (var threads in (int[])[1, 2, 5])
        {
            T[] inBox = [.. weights], positive = [.. weights];
            new Box(-0.1, 0.7).Project(inBox, threads);
            default(NonNegative).Project(positive, threads);
            Bits.Equal<T>([.. weights.Select(w => w < low ? low : w > high ? high : w)], inBox, new("Box", weights.Length, 0));
            Bits.Equal<T>([.. weights.Select(w => w < T.Zero ? T.Zero : w)], positive, new("NonNegative", weights.Length, 0));
            Assert.Equal(T.Zero, Penalty.Sum(inBox.AsSpan(4), new Box(-0.1, 0.7), threads));
            Assert.Equal(T.Zero, Penalty.Sum(positive.AsSpan(4), default(NonNegative), threads));
        }
    }

    [Fact]
    public void A_projection_refuses_no_threads_and_writes_nothing()
    {
        T[] weights = [-T.One, T.One];
        Assert.Throws<ArgumentOutOfRangeException>(() => new Box(0, 0).Project(weights, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => default(NonNegative).Project(weights, 0));
        Assert.Equal([-T.One, T.One], weights);
    }

    private static void AssertSpecials<TPenalty>(TPenalty penalty, double rate, bool isOrdinary)
        where TPenalty : struct, IPenalty
    {
        var finite = Samples.Specials<T>().Where(T.IsFinite).ToArray();
        Assert.All(Ends(penalty, rate, finite), end => Assert.True(T.IsFinite(end), $"{penalty} at {rate}"));

        // A threshold above the largest number is infinite: ∞ − ∞ is NaN, as under L1.
        T[] specials = [T.PositiveInfinity, T.NegativeInfinity, T.NaN];
        Assert.All(Ends(penalty, rate, specials).Zip(specials), pair => Assert.True(T.IsNaN(pair.First) || pair.First == pair.Second, $"{penalty} at {rate}: {pair}"));
        if (rate <= 1e9 && isOrdinary)
        {
            Assert.Equal(specials, Ends(penalty, rate, specials));
        }
    }

    /// <summary>Ends that the formulas reach in no more than eight roundings, of numbers no larger than v: in one lane and in several.</summary>
    private static void AssertEnds<TPenalty>(TPenalty penalty, double rate, params (double V, double End)[] cases)
        where TPenalty : struct, IPenalty
    {
        foreach (var (v, end) in cases)
        {
            T[] points = [.. Enumerable.Repeat(T.CreateTruncating(v), 67)];
            foreach (var actual in Ends(penalty, rate, points).Concat(Ends(penalty, rate, points[..1])))
            {
                Assert.Equal(end, double.CreateChecked(actual), end == 0 ? 0 : 16 * Numbers<T>.UnitRoundoff * Math.Abs(v));
            }
        }
    }

    private static T[] Ends<TPenalty>(TPenalty penalty, double rate, T[] points)
        where TPenalty : struct, IPenalty
    {
        T[] ends = [.. points];
        new Sgd(rate).Step(ends, new T[ends.Length], penalty.Proximal());
        return ends;
    }
}

public class ProximalExampleTestsOfFloat : ProximalExampleTests<float>;

public class ProximalExampleTestsOfDouble : ProximalExampleTests<double>;
