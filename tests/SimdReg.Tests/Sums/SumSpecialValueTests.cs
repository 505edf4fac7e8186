using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Sums;

public class SumSpecialValueSingleTests : SumSpecialValueTests<float>
{
    [Fact]
    public void A_square_below_half_the_smallest_subnormal_number_is_kept_until_the_end()
    {
        // Each square is half of it.
        var root = MathF.ScaleB(1, -75);
        AssertSquares(0, root);
        AssertSquares(float.Epsilon, root, root);
        AssertSquares(2 * float.Epsilon, root, root, root);
        AssertSquares(2 * float.Epsilon, root, root, root, root, root);
    }
}

public class SumSpecialValueDoubleTests : SumSpecialValueTests<double>
{
    [Fact]
    public void A_square_below_half_the_smallest_subnormal_number_is_kept_until_the_end()
    {
        // Each square is a quarter of it.
        var root = Math.ScaleB(1, -538);
        AssertSquares(0, root, root);
        AssertSquares(double.Epsilon, root, root, root);
        AssertSquares(double.Epsilon, root, root, root, root, root);
        AssertSquares(2 * double.Epsilon, root, root, root, root, root, root);
    }

    [Fact]
    public void A_penalty_may_be_finite_where_its_sum_of_squares_is_not()
    {
        // Half the smallest number, 2⁻¹⁰⁷⁵, times 4 · 2¹⁸⁰⁰.
        double[] weights = [.. Enumerable.Repeat(Math.ScaleB(-1, 900), 4)];
        Assert.Equal(double.PositiveInfinity, WeightSums.Measure<double>(weights).SumOfSquares);
        Assert.Equal(Math.ScaleB(1, 727), Penalty.Sum<double, L2>(weights, new(double.Epsilon)));
    }
}

/// <summary>Where sums of weights become NaN, infinite, subnormal or zero, to the bit.</summary>
public abstract class SumSpecialValueTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly double[] _strengths = [0, double.Epsilon, 0.3, float.MaxValue];

    private static readonly T _largest = Samples.LargestFinite<T>();

    /// <summary>Quiet and signalling NaNs of either sign, with small and large payloads.</summary>
    private static IEnumerable<T> NaNs
    {
        get
        {
            var (infinity, quiet) = (Bits.Of(T.PositiveInfinity), Bits.Of(T.NaN) & ~Bits.Of(T.NegativeInfinity));
            foreach (var payload in (ulong[])[quiet, quiet | 1, quiet | (quiet - 1), 1, 2, quiet >> 1, quiet - 1])
            {
                yield return Bits.From<T>(infinity | payload);
                yield return Bits.From<T>(Bits.Of(T.NegativeInfinity) | payload);
            }
        }
    }

    [Fact]
    public void Any_NaN_becomes_the_one_canonical_NaN_at_any_strength()
    {
        foreach (var nan in NaNs)
        {
            Assert.True(T.IsNaN(nan));
            T[][] spans = [[nan], [-T.One, nan, T.One], [T.PositiveInfinity, nan], [nan, T.NegativeInfinity, _largest, _largest]];
            foreach (var weights in spans.Append([.. Enumerable.Repeat(nan, 100)]))
            {
                AssertAll(T.NaN, weights);
            }
        }
    }

    [Fact]
    public void An_infinity_without_NaN_becomes_plus_infinity_at_any_strength()
    {
        T[][] spans =
        [
            [T.PositiveInfinity],
            [T.NegativeInfinity],
            [T.PositiveInfinity, T.Zero, T.NegativeInfinity],
            [_largest, -_largest, T.NegativeInfinity, T.Epsilon],
            [.. Enumerable.Repeat(T.NegativeInfinity, 100)],
        ];
        foreach (var weights in spans)
        {
            AssertAll(T.PositiveInfinity, weights);
        }
    }

    [Fact]
    public void No_weights_and_zeros_of_either_sign_give_plus_zero_at_any_strength()
    {
        AssertAll(T.Zero);
        AssertAll(T.Zero, T.NegativeZero);
        AssertAll(T.Zero, [.. Enumerable.Range(0, 5_000).Select(i => int.IsEvenInteger(i) ? T.Zero : T.NegativeZero)]);
    }

    [Fact]
    public void A_strength_of_zero_charges_nothing_for_finite_weights()
    {
        foreach (var (name, value) in Penalties(0, [_largest, -_largest, -_largest, T.Epsilon]))
        {
            AssertBits(T.Zero, value, name);
        }
    }

    [Fact]
    public void A_sum_overflows_only_from_half_an_ulp_above_the_largest_number_on()
    {
        var half = (_largest - T.BitDecrement(_largest)) / (T.One + T.One);
        var below = T.BitDecrement(half);
        AssertMagnitudes(_largest, _largest, -below);
        AssertMagnitudes(_largest, below, T.Epsilon, _largest, -T.Epsilon);
        AssertMagnitudes(T.PositiveInfinity, below, half - below, _largest);
        AssertMagnitudes(T.PositiveInfinity, -_largest, half);
    }

    [Fact]
    public void A_sum_of_squares_overflows_only_if_the_exact_one_does()
    {
        // Four squares of it are the power of two above the largest number.
        var exponent = typeof(T) == typeof(float) ? 63 : 511;
        var root = T.ScaleB(T.One, exponent);
        AssertSquares(T.ScaleB(T.CreateChecked(3), 2 * exponent), root, -root, root);
        AssertSquares(T.PositiveInfinity, root, -root, root, -root);

        // Four times root²·(1 − u)² is the power of two less 2u of it, and a bit: the largest number lacks u.
        var below = T.BitDecrement(root);
        AssertSquares(T.BitDecrement(_largest), below, below, -below, below);
    }

    [Fact]
    public void A_penalty_overflows_only_if_the_exact_one_does()
    {
        T[] weights = [_largest, _largest, -_largest, _largest];
        AssertBits(_largest, Penalty.Sum<T, L1>(weights, new(0.25)), "a quarter of four times the largest number");
        AssertBits(_largest / (T.One + T.One), Penalty.Sum<T, L1>(weights, new(0.125)), "an eighth of it");
        AssertBits(T.PositiveInfinity, Penalty.Sum<T, L1>(weights, new(0.2500001)), "more than a quarter of it");
        AssertMagnitudes(T.PositiveInfinity, weights);
    }

    [Fact]
    public void Subnormal_sums_and_penalties_are_rounded_once()
    {
        var (grain, smallestNormal) = (T.Epsilon, Samples.SmallestNormal<T>());
        AssertMagnitudes(smallestNormal, T.BitDecrement(smallestNormal), -grain);
        AssertMagnitudes(T.BitIncrement(smallestNormal), -smallestNormal, grain);

        // A half and three halves of the smallest number are ties. Whatever lies above a half is the smallest number.
        AssertBits(T.Zero, Penalty.Sum<T, L1>([grain], new(0.5)), "1/2");
        AssertBits(grain + grain, Penalty.Sum<T, L1>([grain, grain, -grain], new(0.5)), "3/2");
        AssertBits(grain, Penalty.Sum<T, L1>([grain], new(double.BitIncrement(0.5))), "just above 1/2");
        AssertBits(grain, Penalty.Sum<T, ElasticNet>([grain], new(0.5, 1)), "1/2 and a square");
        AssertBits(grain, Penalty.Sum<T, ElasticNet>([grain], new(0.5, double.Epsilon)), "1/2 and next to nothing");
    }

    protected static void AssertSquares(T expected, params T[] weights)
    {
        AssertBits(expected, WeightSums.Measure<T>(weights).SumOfSquares, "Measure");
        AssertBits(expected, Penalty.Sum<T, L2>(weights, new(2)), "L2");
        AssertBits(expected, Penalty.Sum<T, ElasticNet>(weights, new(0, 2)), "ElasticNet");
    }

    private static void AssertMagnitudes(T expected, params T[] weights)
    {
        AssertBits(expected, WeightSums.Measure<T>(weights).SumOfMagnitudes, "Measure");
        AssertBits(expected, Penalty.Sum<T, L1>(weights, new(1)), "L1");
        AssertBits(expected, Penalty.Sum<T, ElasticNet>(weights, new(1, 0)), "ElasticNet");
    }

    private static void AssertAll(T expected, params T[] weights)
    {
        var measured = WeightSums.Measure<T>(weights);
        AssertBits(expected, measured.SumOfMagnitudes, "Magnitudes");
        AssertBits(expected, measured.SumOfSquares, "Squares");
        AssertBits(expected, measured.MaxMagnitude, "MaxMagnitude");
        Assert.Equal(weights.Count(w => !T.IsFinite(w)), measured.NonFiniteCount);
        foreach (var (name, value) in _strengths.SelectMany(strength => Penalties(strength, weights)))
        {
            AssertBits(expected, value, name);
        }
    }

    private static IEnumerable<(string Name, T Value)> Penalties(double strength, T[] weights) =>
    [
        ("None", Penalty.Sum<T, None>(weights, default)),
        ($"L1 of {strength}", Penalty.Sum<T, L1>(weights, new(strength))),
        ($"L2 of {strength}", Penalty.Sum<T, L2>(weights, new(strength))),
        ($"ElasticNet of {strength} and 0", Penalty.Sum<T, ElasticNet>(weights, new(strength, 0))),
        ($"ElasticNet of 0 and {strength}", Penalty.Sum<T, ElasticNet>(weights, new(0, strength))),
        ($"ElasticNet of {strength} twice", Penalty.Sum<T, ElasticNet>(weights, new(strength, strength))),
    ];

    /// <summary>Every bit, those of NaN too.</summary>
    private static void AssertBits(T expected, T actual, string what) =>
        Assert.True(Bits.Of(expected) == Bits.Of(actual), $"{what}: expected {Bits.Show(expected)}, found {Bits.Show(actual)}.");
}
