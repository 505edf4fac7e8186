namespace SimdReg.Tests.Numbers;

/// <summary>Conversions to other types are exact, those from other types round once, to the nearest number with ties to even.</summary>
public class BFloat16ConversionTests
{
    private const int Infinity = 0x7F80;

    [Fact]
    public void Every_number_comes_back_from_float_and_double()
    {
        foreach (var number in BFloat16Tests.All)
        {
            // Narrowing makes a NaN quiet.
            var bits = BFloat16.IsNaN(number) ? number.ToBits() | 0x40 : number.ToBits();
            Assert.Equal((uint)number.ToBits() << 16, BitConverter.SingleToUInt32Bits((float)number));
            Assert.Equal(bits, ((BFloat16)(float)number).ToBits());
            Assert.Equal(bits, ((BFloat16)(double)number).ToBits());
            Assert.Equal((double)(float)number, (double)number);
        }
    }

    [Fact]
    public void Floats_at_every_number_and_midway_point_and_beside_them_are_rounded_to_the_nearest()
    {
        for (var lower = 0; lower < Infinity; lower++)
        {
            foreach (var dropped in (uint[])[0, 1, 0x7FFF, 0x8000, 0x8001, 0xFFFF])
            {
                var value = BitConverter.UInt32BitsToSingle(((uint)lower << 16) | dropped);
                var expected = NearerOf(lower, value);
                Assert.Equal(expected, ((BFloat16)value).ToBits());
                Assert.Equal(expected | 0x8000, ((BFloat16)(-value)).ToBits());
                AssertRounds(expected, (double)value);
            }
        }
    }

    [Fact]
    public void Doubles_at_every_midway_point_and_beside_it_are_rounded_once()
    {
        var twice = 0;
        for (var lower = 0; lower < Infinity; lower++)
        {
            var midway = (double)BitConverter.UInt32BitsToSingle(((uint)lower << 16) | 0x8000);
            var even = lower + (lower % 2);
            AssertRounds(even, midway);
            AssertRounds(lower, double.BitDecrement(midway));
            AssertRounds(lower + 1, double.BitIncrement(midway));

            // As near as that, a float is the midway point itself.
            twice += ((BFloat16)(float)double.BitDecrement(midway)).ToBits() != lower ? 1 : 0;
            twice += ((BFloat16)(float)double.BitIncrement(midway)).ToBits() != lower + 1 ? 1 : 0;
        }

        Assert.Equal(Infinity, twice);
    }

    [Fact]
    public void Other_doubles_are_rounded_to_the_nearest()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            // Any significand with the exponents of bfloat16, and a few below and above.
            var value = Math.ScaleB(1 + random.NextDouble(), random.Next(-140, 130));
            AssertRounds(ExactBFloat16.Nearest(Exact.Of(value)), value);
        }

        AssertRounds(0, double.Epsilon);
        AssertRounds(Infinity, double.MaxValue);
        AssertRounds(Infinity, double.PositiveInfinity);
    }

    [Theory]
    [InlineData(0x7F800001U, 0x7FC0)]
    [InlineData(0xFF800001U, 0xFFC0)]
    [InlineData(0x7FFFFFFFU, 0x7FFF)]
    [InlineData(0xFFC10000U, 0xFFC1)]
    public void NaN_stays_NaN_with_its_sign_and_becomes_quiet(uint bits, int expected)
    {
        var value = BitConverter.UInt32BitsToSingle(bits);
        Assert.Equal(expected, ((BFloat16)value).ToBits());
        Assert.Equal(expected, ((BFloat16)(double)value).ToBits());

        var half = (Half)(BFloat16)value;
        Assert.True(Half.IsNaN(half));
        Assert.Equal(bits >> 31 == 1, Half.IsNegative(half));
        Assert.Equal(bits >> 31 == 1, BFloat16.IsNegative((BFloat16)half));
        Assert.True(BFloat16.IsNaN((BFloat16)half));
    }

    [Fact]
    public void Every_Half_is_rounded_to_the_nearest_and_every_number_to_the_nearest_Half()
    {
        var infinity = BitConverter.HalfToUInt16Bits(Half.PositiveInfinity);
        for (ushort bits = 0; bits < infinity; bits++)
        {
            var half = BitConverter.UInt16BitsToHalf(bits);
            var expected = ExactBFloat16.Nearest(Exact.Of((double)half));
            Assert.Equal(expected, ((BFloat16)half).ToBits());
            Assert.Equal(expected | 0x8000, ((BFloat16)(-half)).ToBits());
        }

        foreach (var number in BFloat16Tests.All)
        {
            Assert.Equal((Half)(double)number, (Half)number);
        }

        Assert.Equal(BFloat16.NegativeInfinity, (BFloat16)Half.NegativeInfinity);
    }

    /// <summary>Which is nearer to a float between them, a number or the next. Both differences are exact.</summary>
    private static int NearerOf(int lower, double value) =>
        (value - ValueOf(lower)).CompareTo(ValueOf(lower + 1) - value) switch
        {
            < 0 => lower,
            > 0 => lower + 1,
            _ => lower + (lower % 2),
        };

    /// <summary>The value of bits, where those of infinity count as 2¹²⁸.</summary>
    private static double ValueOf(int bits) =>
        bits < 0x80 ? Math.ScaleB(bits, -133) : Math.ScaleB((bits & 0x7F) | 0x80, (bits >> 7) - 134);

    private static void AssertRounds(int expected, double value)
    {
        Assert.Equal(expected, ((BFloat16)value).ToBits());
        Assert.Equal(expected | 0x8000, ((BFloat16)(-value)).ToBits());
    }
}
