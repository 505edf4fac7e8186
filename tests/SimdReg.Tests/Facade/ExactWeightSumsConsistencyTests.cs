using System.Buffers.Binary;
using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Facade;

/// <summary>Stored sums that no weights can have, each with a correct checksum, and sums of real weights, which are never refused.</summary>
public class ExactWeightSumsConsistencyTests
{
    private const int LargestOffset = 8;
    private const int NonZerosOffset = 16;
    private const int InfinitiesOffset = 24;
    private const int NaNsOffset = 32;
    private const int MagnitudesOffset = 40;
    private const int SquaresOffset = MagnitudesOffset + (70 * sizeof(uint));

    /// <summary>1, in units of 2⁻¹⁰⁷⁴.</summary>
    private static BigInteger One { get; } = BigInteger.One << 1074;

    [Fact]
    public void Sums_of_any_weights_are_read_back()
    {
        var random = new Random(1);
        for (var round = 0; round < 300; round++)
        {
            var sums = new ExactWeightSums();
            var parts = random.Next(1, 4);
            for (var part = 0; part < parts; part++)
            {
                sums.Add<double>(Drawn<double>(random));
                sums.Add<float>(Drawn<float>(random));
            }

            AssertReadBack(sums);
        }
    }

    [Fact]
    public void Sums_merged_up_to_the_largest_count_are_read_back()
    {
        double[][] cases =
        [
            [double.Epsilon],
            [double.MaxValue],
            [double.MaxValue, double.Epsilon],
            [1, -1, 0.1],
            [double.PositiveInfinity, 3],
            [double.NaN],
            [float.Epsilon, 2 * double.Epsilon, 1e308],
        ];
        foreach (var weights in cases)
        {
            var sums = SumsOf(weights);
            for (; (double)sums.Round<double>().NonZeroCount * 2 < long.MaxValue; sums.Add(sums))
            {
                AssertReadBack(sums);
            }

            AssertReadBack(sums);
        }
    }

    [Theory]
    [InlineData(long.MinValue, 1, 0)]
    [InlineData(long.MinValue, 0, 0)]
    [InlineData(long.MinValue, long.MaxValue, long.MaxValue)]
    [InlineData(-1, 0, 0)]
    [InlineData(2, -1, 0)]
    [InlineData(2, 0, -1)]
    [InlineData(2, 2, 1)]
    [InlineData(2, long.MaxValue, long.MaxValue)]
    [InlineData(long.MaxValue, long.MaxValue, 1)]
    [InlineData(long.MaxValue, long.MinValue, 0)]
    public void Counts_that_no_weights_have_are_refused(long nonZeros, long infinities, long nans) =>
        AssertRefused(Forged(0.0, nonZeros, infinities, nans, 0, 0), "counts");

    [Fact]
    public void Sums_without_finite_weights_are_zero()
    {
        var nothing = Forged(0.0, 3, 2, 1, 0, 0);
        Assert.Equal(3, StoredSums.Read(nothing).Round<double>().NonFiniteCount);
        AssertRefused(Forged(0.0, 3, 2, 1, 1, 1));
        AssertRefused(Forged(0.0, 0, 0, 0, 1, 0));
        AssertRefused(Forged(0.0, 0, 0, 0, 0, 1));
        AssertRefused(Forged(1.0, 0, 0, 0, 0, 0));
        AssertRefused(Forged(1.0, 3, 2, 1, One, One * One));
        AssertRefused(Forged(-0.0, 0, 0, 0, 0, 0));
    }

    [Fact]
    public void Sums_of_finite_weights_are_not_zero()
    {
        AssertRefused(Forged(1e308, 1, 0, 0, 0, 0));
        AssertRefused(Forged(1.0, 1, 0, 0, One, 0));
        AssertRefused(Forged(1.0, 1, 0, 0, 0, One * One));
        AssertRefused(Forged(0.0, 1, 0, 0, One, One * One));
        AssertRefused(Forged(0.0, 1, 0, 0, 0, 0));
    }

    [Theory]
    [InlineData(-1.0)]
    [InlineData(-0.0)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    public void A_largest_magnitude_that_is_not_finite_and_positive_is_refused(double largest) =>
        AssertRefused(Forged(largest, 1, 0, 0, One, One * One));

    [Fact]
    public void One_weight_has_its_own_magnitude_and_square_as_sums()
    {
        StoredSums.Read(Forged(1.0, 1, 0, 0, One, One * One));
        AssertRefused(Forged(1.0, 1, 0, 0, One + 1, (One * One) + 1));
        AssertRefused(Forged(1.0, 1, 0, 0, One, (One * One) + 2));
        AssertRefused(Forged(1.0, 1, 0, 0, One, (One * One) - 2));
        AssertRefused(Forged(1.0, 1, 0, 0, One - 1, (One * One) - 1));
    }

    [Fact]
    public void The_other_of_two_weights_has_what_is_left()
    {
        // 1 and 5 units.
        StoredSums.Read(Forged(1.0, 2, 0, 0, One + 5, (One * One) + 25));
        AssertRefused(Forged(1.0, 2, 0, 0, One + 5, (One * One) + 27));
        AssertRefused(Forged(1.0, 2, 0, 0, One + 5, (One * One) + 23));
        AssertRefused(Forged(1.0, 2, 0, 0, One + 5, (One * One) + (5 * One)));
        AssertRefused(Forged(1.0, 2, 0, 0, One, One * One));
    }

    [Fact]
    public void Sums_beyond_what_the_count_and_the_largest_magnitude_allow_are_refused()
    {
        // The sum is largest for three weights of 1, and smallest for 1 and two units.
        StoredSums.Read(Forged(1.0, 3, 0, 0, 3 * One, 3 * One * One));
        StoredSums.Read(Forged(1.0, 3, 0, 0, One + 2, (One * One) + 2));
        AssertRefused(Forged(1.0, 3, 0, 0, (3 * One) + 2, 3 * One * One));
        AssertRefused(Forged(1.0, 3, 0, 0, 3 * One, (3 * One * One) + 2));
        AssertRefused(Forged(1.0, 3, 0, 0, One + 1, (One * One) + 1));
        AssertRefused(Forged(1.0, 3, 0, 0, One + 2, (One * One) + 4));

        // Of 2⁶³ − 1 weights too.
        var count = new BigInteger(long.MaxValue);
        StoredSums.Read(Forged(1.0, long.MaxValue, 0, 0, count * One, count * One * One));
        AssertRefused(Forged(1.0, long.MaxValue, 0, 0, (count + 1) * One, (count + 1) * One * One));
    }

    [Fact]
    public void Sums_that_contradict_each_other_are_refused()
    {
        // 4, 3 and 1 units. Squares of two other weights that sum up to 4 lie between 8 and 10.
        var largest = 4 * double.Epsilon;
        StoredSums.Read(Forged(largest, 3, 0, 0, 8, 26));
        StoredSums.Read(Forged(largest, 3, 0, 0, 8, 24));
        AssertRefused(Forged(largest, 3, 0, 0, 8, 22)); // (Σ|w|)² would exceed n·Σw².
        AssertRefused(Forged(largest, 3, 0, 0, 8, 34)); // Σw² would exceed max·Σ|w|.
        AssertRefused(Forged(largest, 3, 0, 0, 8, 25)); // w² is odd where w is.
    }

    [Fact]
    public void Weights_that_would_make_the_count_overflow_are_refused_and_not_added()
    {
        var sums = StoredSums.Read(Forged(0.0, long.MaxValue - 1, 0, long.MaxValue - 1, 0, 0));
        var before = Stored(sums);
        Assert.Throws<OverflowException>(() => sums.Add<double>([1, 0, 2]));
        Assert.Throws<OverflowException>(() => sums.Add<float>([float.Epsilon, float.NaN]));
        Assert.Equal(before, Stored(sums));

        sums.Add<double>([0, -0.0, 0, 5]);
        Assert.Equal(long.MaxValue, sums.Round<double>().NonZeroCount);
        sums.Add<double>([]);
        sums.Add<double>([0, -0.0]);
        Assert.Throws<OverflowException>(() => sums.Add<double>([double.NegativeInfinity]));
        Assert.Equal(long.MaxValue, sums.Round<double>().NonZeroCount);
        AssertReadBack(sums);
    }

    private static T[] Drawn<T>(Random random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var name = HardWeights.Names.ElementAt(random.Next(HardWeights.Names.Count()));
        return random.Next(3) == 0
            ? Samples.BitPatterns<T>(random.Next(5), random.Next())
            : [.. HardWeights.Of<T>(name, random.Next(40)), .. Samples.Weights<T>(random.Next(3), random.Next())];
    }

    private static ExactWeightSums SumsOf(ReadOnlySpan<double> weights)
    {
        var sums = new ExactWeightSums();
        sums.Add(weights);
        return sums;
    }

    private static byte[] Stored(ExactWeightSums sums)
    {
        var bytes = new byte[ExactWeightSums.ByteCount];
        sums.WriteTo(bytes);
        return bytes;
    }

    private static void AssertReadBack(ExactWeightSums sums) =>
        Assert.Equal(Stored(sums), Stored(StoredSums.Read(Stored(sums))));

    /// <summary>Sums in units of 2⁻¹⁰⁷⁴ and of 2⁻²¹⁴⁸, stored with a correct checksum.</summary>
    private static byte[] Forged(double largest, long nonZeros, long infinities, long nans, BigInteger magnitudes, BigInteger squares)
    {
        var bytes = Stored(new());
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(LargestOffset), largest);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(NonZerosOffset), nonZeros);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(InfinitiesOffset), infinities);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(NaNsOffset), nans);
        magnitudes.ToByteArray(isUnsigned: true).CopyTo(bytes, MagnitudesOffset);
        squares.ToByteArray(isUnsigned: true).CopyTo(bytes, SquaresOffset);
        StoredForm.Seal(bytes);
        return bytes;
    }

    private static void AssertRefused(byte[] bytes, string reason = "") =>
        Assert.Contains(
            $"contradict themselves: {(reason == "counts" ? "their counts" : "no weights")}",
            Assert.Throws<InvalidDataException>(() => StoredSums.Read(bytes)).Message,
            StringComparison.Ordinal);
}
