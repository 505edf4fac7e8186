using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SimdReg.Sums;
using SimdReg.Tests.Properties;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Groups;

public class SpanNormSingleTests : SpanNormTests<float>;

public class SpanNormDoubleTests : SpanNormTests<double>
{
    [Theory]
    [InlineData(1e300, 1e300)]
    [InlineData(1.7e308, 1e308)]
    [InlineData(1e-300, 3e-300)]
    [InlineData(3e-162, 4e-162)]
    [InlineData(1.5e154, 1e154)]
    [InlineData(1e-125, 1e-126)]
    [InlineData(1e150, 1e-150)]
    [InlineData(double.Epsilon, double.Epsilon)]
    [InlineData(double.MaxValue, double.Epsilon)]
    public void Squares_that_overflow_or_underflow_do_not_harm_the_norm(double large, double small)
    {
        foreach (var count in (int[])[1, 2, 3, 7, 64, 1000])
        {
            AssertNorm([large, .. Enumerable.Repeat(small, count)]);
            AssertNorm([.. Enumerable.Repeat(large, count), small]);
        }
    }
}

/// <summary>A norm is √Σw², rounded once.</summary>
public abstract class SpanNormTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly ulong _mantissa = (1UL << (typeof(T) == typeof(float) ? 23 : 52)) - 1;

    [Property(MaxTest = 300)]
    public Property The_norm_of_ordinary_numbers_is_correctly_rounded() => Prop.ForAll(
        (from length in Gen.Choose(0, 300) from numbers in Numbers<T>.Ordinary.ArrayOf(length) select numbers).ToArbitrary(), AssertNorm);

    [Property(MaxTest = 300)]
    public Property The_norm_of_any_bits_is_correctly_rounded() => Prop.ForAll(
        (from length in Gen.Choose(0, 40) from numbers in Numbers<T>.AnyBits.ArrayOf(length) select numbers).ToArbitrary(), AssertNorm);

    [Property(MaxTest = 300)]
    public Property The_norm_of_any_finite_bits_is_correctly_rounded() => Prop.ForAll(
        (from length in Gen.Choose(0, 40) from numbers in Numbers<T>.AnyBits.Where(T.IsFinite).ArrayOf(length) select numbers).ToArbitrary(), AssertNorm);

    [Property(MaxTest = 100)]
    public Property The_norm_of_numbers_with_few_bits_is_correctly_rounded() => Prop.ForAll(
        (from length in Gen.Choose(0, 3000) from numbers in Gen.Choose(-9, 9).Select(T.CreateChecked).ArrayOf(length) select numbers).ToArbitrary(), AssertNorm);

    [Fact]
    public void Norms_of_each_length_around_every_loop_are_correctly_rounded()
    {
        var weights = Samples.Weights<T>(3000, seed: 700);
        foreach (var length in Lengths.OfSteps.Union([510, 511, 512, 513, 1000, 2047, 2048, 2049, 3000]))
        {
            AssertNorm(weights[..length]);
        }
    }

    [Fact]
    public void The_norm_of_one_number_is_its_magnitude() =>
        Assert.All([.. Samples.Specials<T>(), .. Samples.BitPatterns<T>(2000, seed: 701)], w =>
            Bits.Equal<T>([T.Abs(w)], [Norm([w])], new("norm", 1, 0)));

    [Property(MaxTest = 1000)]
    public void A_norm_in_the_middle_of_two_numbers_rounds_to_even(ulong word, byte place)
    {
        // (3m)² + (4m)² = (5m)²: for an odd m with as many bits as T holds, 5m needs more, and some of its multiples end in the middle.
        var m = T.CreateChecked(((word & _mantissa) >> (place % 4)) | 1);
        var (three, four) = (T.CreateChecked(3) * m, T.CreateChecked(4) * m);
        AssertNorm([three, four]);
        AssertNorm([T.Zero, four, T.Zero, -three]);
    }

    [Fact]
    public void Exact_midpoints_occur_among_the_triples()
    {
        // An odd 5m with one bit more than T holds is a midpoint; 3m and 4m have to be numbers of T.
        var found = 0;
        for (var k = 0UL; k < 4000; k++)
        {
            var m = ((_mantissa + 1) * 2 / 5) + k;
            if (m % 2 == 1 && 5 * m > (_mantissa + 1) * 2 && 3 * m <= (_mantissa + 1) * 2)
            {
                found++;
                AssertNorm([T.CreateChecked(3 * m), T.CreateChecked(4 * m)]);
                AssertNorm([T.CreateChecked(3 * m), T.CreateChecked(4 * m), T.Epsilon]);
            }
        }

        Assert.True(found > 100, $"{found}");
    }

    [Property(MaxTest = 500)]
    public void The_root_of_an_exact_number_rounds_once(ulong high, ulong low, int exponent, bool square)
    {
        var significand = ((BigInteger)high << 64) + low;
        significand = square ? significand * significand : significand;
        var e = ((exponent % 400) * 2) - 200;
        var units = e >= -2148 ? significand << (e + 2148) : significand >> (-2148 - e);
        Bits.Equal<T>([GroupNormReference.Root<T>(units)], [new Binary(significand, e).Root().Round<T>()], new($"√({significand}·2^{e})", 1, 0));
    }

    [Property(MaxTest = 200)]
    public Property The_exact_sums_round_the_same_norm() => Prop.ForAll(
        (from length in Gen.Choose(0, 40) from numbers in Numbers<T>.AnyBits.ArrayOf(length) select numbers).ToArbitrary(),
        numbers =>
        {
            var sums = new ExactNorms();
            sums.Add<T>(numbers);
            Bits.Equal<T>([GroupNormReference.Of(numbers)], [sums.RoundNorm<T>()], new("exact", numbers.Length, 0));
        });

    [Fact]
    public void A_norm_beyond_the_largest_number_is_infinite_and_one_just_below_is_not()
    {
        var largest = Samples.LargestFinite<T>();
        AssertNorm([largest, largest]);
        AssertNorm([largest, T.Epsilon]);
        AssertNorm([largest / T.CreateChecked(2), largest / T.CreateChecked(2), largest / T.CreateChecked(2), largest / T.CreateChecked(2)]);
        Assert.True(T.IsPositiveInfinity(Norm([largest, largest])));
        Assert.Equal(largest, Norm([largest, T.One]));
    }

    [Fact]
    public void NaN_comes_before_infinity()
    {
        Assert.True(T.IsNaN(Norm([T.PositiveInfinity, T.One, T.NaN])));
        Assert.True(T.IsPositiveInfinity(Norm([T.One, T.NegativeInfinity, T.Zero])));
    }

    [Fact]
    public void No_weights_and_zeros_have_the_norm_plus_zero() =>
        Assert.All((T[][])[[], [T.Zero], [-T.Zero, -T.Zero], new T[3000]], weights => Bits.Equal<T>([T.Zero], [Norm(weights)], new("zeros", weights.Length, 0)));

    /// <summary>The norm, rounded to the type: it is a double only beyond the largest number.</summary>
    protected static T Norm(ReadOnlySpan<T> weights) => Element<T>.Round(SpanNorm.Of(weights));

    protected static void AssertNorm(T[] weights) =>
        Bits.Equal<T>([GroupNormReference.Of(weights)], [Norm(weights)], new("norm", weights.Length, 0));
}
