using System.Buffers.Binary;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Facade;

/// <summary>The exact sums as a value: added to, merged, stored, and refused when damaged.</summary>
public class ExactWeightSumsTests
{
    public static TheoryData<string> Names => [.. HardWeights.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Parts_merge_to_the_bits_of_one_pass_in_any_order(string name)
    {
        var weights = HardWeights.Of<double>(name, 1_000);
        foreach (var cuts in (int[][])[[0], [1], [500], [999], [1_000], [10, 500, 700]])
        {
            int[] ends = [.. cuts, weights.Length];
            var parts = ends.Select((end, i) => SumsOf<double>(weights.AsSpan(i == 0 ? 0 : ends[i - 1], end - (i == 0 ? 0 : ends[i - 1]))));
            Assert.Equal(WeightSums.Measure<double>(weights), Merged(parts).Round<double>());
            Assert.Equal(WeightSums.Measure<double>(weights), Merged(parts.Reverse()).Round<double>());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_charge_is_the_correctly_rounded_penalty(string name)
    {
        var weights = HardWeights.Of<double>(name, 200);
        var exact = ExactReference.Of<double>(weights);
        var sums = SumsOf<double>(weights);
        foreach (var (l1, l2) in ((double, double)[])[(0.1, 0), (0, 0.3), (0.7, 1e-5)])
        {
            Assert.Equal(exact.Penalty<double>(l1, l2), sums.PenaltySum<double>(new ElasticNet(l1, l2)));
            Assert.Equal(exact.Penalty<float>(l1, l2), sums.PenaltySum<float>(new ElasticNet(l1, l2)));
        }
    }

    [Fact]
    public void Floats_and_doubles_go_into_one_sum()
    {
        var sums = SumsOf<float>([1.5f, -2]);
        sums.Add<double>([1e-300]);
        Assert.Equal(ExactReference.Of<double>([1.5, -2, 1e-300]).Magnitudes<double>(), sums.Round<double>().SumOfMagnitudes);
        Assert.Equal(3, sums.Round<double>().NonZeroCount);
    }

    [Fact]
    public void Sums_merged_with_themselves_double()
    {
        var sums = SumsOf<double>([3, -4]);
        sums.Add(sums);
        Assert.Equal(14, sums.Round<double>().SumOfMagnitudes);
        Assert.Equal(50, sums.Round<double>().SumOfSquares);
        Assert.Equal(4, sums.Round<double>().NonZeroCount);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Stored_sums_come_back_as_they_were(string name)
    {
        var sums = SumsOf<double>(HardWeights.Of<double>(name, 300));
        sums.Add<double>([double.NaN, double.PositiveInfinity, 0, -0.0]);
        var bytes = new byte[ExactWeightSums.ByteCount + 3];
        Array.Fill(bytes, (byte)0xAB);
        sums.WriteTo(bytes);
        Assert.All(bytes[ExactWeightSums.ByteCount..], value => Assert.Equal(0xAB, value));

        var again = new byte[ExactWeightSums.ByteCount];
        StoredSums.Read(bytes).WriteTo(again);
        Assert.Equal(bytes[..^3], again);
        Assert.Equal(sums.Round<double>(), StoredSums.Read(bytes).Round<double>());
    }

    [Fact]
    public void The_stored_form_of_version_1_does_not_change()
    {
        var bytes = new byte[ExactWeightSums.ByteCount];
        SumsOf<double>([1, -3]).WriteTo(bytes);
        Assert.Equal(868, bytes.Length);
        Assert.Equal("SRWS\x1\0\0\0"u8, bytes.AsSpan(0, 8));

        // 3 · 2¹⁰⁷⁴ + 2¹⁰⁷⁴, the first bit being that of 2⁻¹⁰⁷⁴.
        Assert.Equal(1 << (1076 % 8), bytes[40 + (1076 / 8)]);
        Assert.Equal(ChecksumReference.Of(bytes.AsSpan(0, 864)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(864)));
    }

    [Fact]
    public void Every_damaged_bit_is_noticed()
    {
        var bytes = new byte[ExactWeightSums.ByteCount];
        SumsOf<double>([0.1, -0.7, 1e100]).WriteTo(bytes);
        for (var bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<InvalidDataException>(() => StoredSums.Read(bytes));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        StoredSums.Read(bytes);
    }

    [Fact]
    public void More_weights_than_can_be_counted_are_refused_and_nothing_is_added()
    {
        var sums = SumsOf<double>([double.NaN]);
        for (var i = 0; i < 62; i++)
        {
            sums.Add(sums);
        }

        Assert.Throws<OverflowException>(() => sums.Add(sums));
        Assert.Equal(1L << 62, sums.Round<double>().NonZeroCount);
        Assert.Equal(1L << 62, sums.Round<double>().NonFiniteCount);
    }

    [Fact]
    public void Reading_changes_nothing_that_another_thread_could_see()
    {
        var sums = SumsOf<double>(HardWeights.Of<double>("log-uniform over all exponents", 1_000));
        var expected = SumsOf<double>(HardWeights.Of<double>("log-uniform over all exponents", 1_000)).Round<double>();
        Parallel.For(0, 2_000, _ => Assert.Equal(expected, sums.Round<double>()));
    }

    [Fact]
    public void Sums_that_contradict_themselves_are_refused()
    {
        // One NaN, and no weight that is not zero.
        var bytes = new byte[ExactWeightSums.ByteCount];
        new ExactWeightSums().WriteTo(bytes);
        bytes[32] = 1;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4), ChecksumReference.Of(bytes.AsSpan(0, bytes.Length - 4)));
        Assert.Contains("contradict", Refusal(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_read_is_refused_with_the_reason()
    {
        var bytes = new byte[ExactWeightSums.ByteCount];
        new ExactWeightSums().WriteTo(bytes);
        Assert.Contains("too few", Refusal(bytes[..^1]), StringComparison.Ordinal);
        Assert.Contains("do not begin", Refusal([.. bytes.Reverse()]), StringComparison.Ordinal);
        bytes[4] = 2;
        Assert.Contains("version 2", Refusal(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_destination_too_short_is_refused_and_left_alone()
    {
        var bytes = new byte[ExactWeightSums.ByteCount - 1];
        var error = Assert.Throws<ArgumentException>(() => new ExactWeightSums().WriteTo(bytes));
        Assert.Equal("destination", error.ParamName);
        Assert.All(bytes, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Null_and_other_element_types_are_refused()
    {
        Assert.Throws<ArgumentNullException>(() => new ExactWeightSums().Add((ExactWeightSums)null!));
        Assert.Throws<NotSupportedException>(() => new ExactWeightSums().Add<Half>([Half.One]));
        Assert.Throws<NotSupportedException>(() => new ExactWeightSums().Round<Half>());
        Assert.Throws<NotSupportedException>(() => new ExactWeightSums().PenaltySum<Half>(new L1(1)));
    }

    private static string Refusal(byte[] bytes) =>
        Assert.Throws<InvalidDataException>(() => StoredSums.Read(bytes)).Message;

    private static ExactWeightSums Merged(IEnumerable<ExactWeightSums> parts)
    {
        var sums = new ExactWeightSums();
        foreach (var part in parts)
        {
            sums.Add(part);
        }

        return sums;
    }

    private static ExactWeightSums SumsOf<T>(ReadOnlySpan<T> weights)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var sums = new ExactWeightSums();
        sums.Add(weights);
        return sums;
    }
}
