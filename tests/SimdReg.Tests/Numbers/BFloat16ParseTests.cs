using System.Globalization;
using System.Text;

namespace SimdReg.Tests.Numbers;

/// <summary>A text is rounded once, however many digits it has.</summary>
public class BFloat16ParseTests
{
    private const int Infinity = 0x7F80;

    private static readonly CultureInfo _invariant = CultureInfo.InvariantCulture;

    [Fact]
    public void Texts_at_midway_points_and_beside_them_are_rounded_once()
    {
        // Every third: each fraction with some exponents, each exponent with some fractions. Then the point below infinity.
        for (var lower = 0; lower < Infinity; lower += 3)
        {
            AssertRoundedOnce(lower);
        }

        AssertRoundedOnce(Infinity - 1);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void Texts_at_every_midway_point_and_beside_it_are_rounded_once()
    {
        for (var lower = 0; lower < Infinity; lower++)
        {
            AssertRoundedOnce(lower);
        }
    }

    [Fact]
    public void No_midway_point_is_so_near_to_a_power_of_ten_that_the_first_digits_could_differ()
    {
        for (var lower = 0; lower < Infinity; lower++)
        {
            // A double is within 2⁻⁵³ of its text.
            var (digits, _) = Midway(lower);
            var start = double.Parse($"{digits[0]}.{digits[1..]}", _invariant);
            Assert.InRange(start, 1 + 1e-15, 10 - 1e-14);
        }
    }

    [Fact]
    public void Other_texts_are_rounded_to_the_nearest()
    {
        var random = new Random(1);
        for (var i = 0; i < 5_000; i++)
        {
            var text = $"{random.Next(10)}.{random.NextInt64(long.MaxValue)}E{random.Next(-45, 40)}";
            AssertParses(ExactBFloat16.Nearest(Exact.Of(text)), text);
        }

        AssertParses(0, "1e-400");
        AssertParses(Infinity, "1e400");
    }

    // 1 + 2⁻⁸ = 1.00390625, midway between 1 and the next number, and what lies just beside it, as people write numbers.
    [Theory]
    [InlineData(0x3F80, " 1.00390625 ", NumberStyles.Float)]
    [InlineData(0x3F81, " 1.003906250000000000000000001 ", NumberStyles.Float)]
    [InlineData(0x3F80, "0001.003906249999999999999999999", NumberStyles.Float)]
    [InlineData(0x3F81, "+0,001.003906250000000000000000001", NumberStyles.Any)]
    [InlineData(0xBF81, "(¤1.003906250000000000000000001)", NumberStyles.Currency)]
    [InlineData(0xBF80, "1.003906249999999999999999999-", NumberStyles.Number)]
    [InlineData(0xBF81, "-100390625.0000000000000000001E-8", NumberStyles.Float)]
    [InlineData(0x3F80, "100390624.9999999999999999999e-08 ", NumberStyles.Float)]
    [InlineData(0x3F80, "100390625.e-8", NumberStyles.Float)]
    [InlineData(0x3F81, ".000000001003906250000000000000000001e+9", NumberStyles.Float)]
    [InlineData(0x4E80, "1,077,936,128", NumberStyles.Number)]
    [InlineData(0x4E81, "1,077,936,128.000000000000000000000001", NumberStyles.Number)]
    [InlineData(0x4E80, "1,077,936,127.999999999999999999999999¤", NumberStyles.Any)]
    public void A_midway_point_is_found_in_every_style(int expected, string text, NumberStyles style)
    {
        Assert.Equal(expected, BFloat16.Parse(text, style, _invariant).ToBits());
        Assert.Equal(expected, BFloat16.Parse(text.AsSpan(), style, _invariant).ToBits());
        Assert.Equal(expected, BFloat16.Parse(Encoding.UTF8.GetBytes(text), style, _invariant).ToBits());
        Assert.True(BFloat16.TryParse(text, style, _invariant, out var number));
        Assert.Equal(expected, number.ToBits());
        Assert.True(BFloat16.TryParse(Encoding.UTF8.GetBytes(text), style, _invariant, out number));
        Assert.Equal(expected, number.ToBits());
    }

    [Fact]
    public void A_midway_point_is_found_in_every_culture()
    {
        foreach (var culture in CultureInfo.GetCultures(CultureTypes.AllCultures))
        {
            var format = culture.NumberFormat;
            var (group, nines) = (format.NumberGroupSeparator, new string('9', 30));
            AssertBelow($"{format.NegativeSign}1{group}077{group}936{group}127{format.NumberDecimalSeparator}{nines}", NumberStyles.Number);
            AssertBelow($"{format.NegativeSign}{format.CurrencySymbol}1077936127{format.CurrencyDecimalSeparator}{nines}", NumberStyles.Currency);
            AssertBelow($"{format.NegativeSign}1077936127{format.CurrencyDecimalSeparator}{nines}{format.CurrencySymbol}", NumberStyles.Currency);

            void AssertBelow(string text, NumberStyles style) => Assert.Equal(0xCE80, BFloat16.Parse(text, style, culture).ToBits());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("1.0.0")]
    [InlineData("1e")]
    [InlineData("0x1")]
    [InlineData("number")]
    public void What_is_no_number_is_refused(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        Assert.Throws<FormatException>(() => BFloat16.Parse(text, _invariant));
        Assert.Throws<FormatException>(() => BFloat16.Parse(text.AsSpan(), _invariant));
        Assert.Throws<FormatException>(() => BFloat16.Parse(utf8, _invariant));

        var result = BFloat16.One;
        Assert.False(BFloat16.TryParse(text, _invariant, out result));
        Assert.Equal(0, result.ToBits());
        result = BFloat16.One;
        Assert.False(BFloat16.TryParse(text.AsSpan(), _invariant, out result));
        Assert.Equal(0, result.ToBits());
        result = BFloat16.One;
        Assert.False(BFloat16.TryParse(utf8, _invariant, out result));
        Assert.Equal(0, result.ToBits());
    }

    [Fact]
    public void No_text_and_a_style_of_integers_are_refused()
    {
        Assert.Throws<ArgumentNullException>("s", () => BFloat16.Parse((string)null!, _invariant));
        Assert.False(BFloat16.TryParse((string?)null, _invariant, out _));
        Assert.Throws<ArgumentException>("style", () => BFloat16.Parse("1", NumberStyles.HexNumber, _invariant));
        Assert.Throws<ArgumentException>("style", () => BFloat16.TryParse("1", NumberStyles.HexNumber, _invariant, out _));
    }

    [Fact]
    public void It_is_parsed_and_written_as_any_number()
    {
        Assert.Equal((BFloat16)1.5, Parsed<BFloat16>("1.5"));
        Assert.Equal("1.5 ", $"{(BFloat16)1.5,-4:G}");
    }

    private static T Parsed<T>(string text)
        where T : ISpanParsable<T>, IUtf8SpanParsable<T> =>
        T.Parse(Encoding.UTF8.GetBytes(text), _invariant) is var number && T.Parse(text.AsSpan(), _invariant).Equals(number) && T.Parse(text, _invariant).Equals(number)
            ? number
            : throw new FormatException(text);

    private static float PointOf(int lower) => BitConverter.UInt32BitsToSingle(((uint)lower << 16) | 0x8000);

    /// <summary>The point midway between a number and the next, as a whole number without zeros at its end and a power of ten.</summary>
    private static (string Digits, int Power) Midway(int lower)
    {
        var text = PointOf(lower).ToString("E111", _invariant);
        var digits = $"{text[0]}{text[2..113]}".TrimEnd('0');
        return (digits, int.Parse(text[114..], _invariant) - digits.Length + 1);
    }

    private static void AssertRoundedOnce(int lower)
    {
        var (digits, power) = Midway(lower);
        var below = $"{digits[..^1]}{(char)(digits[^1] - 1)}.{new string('9', 30)}E{power}";
        AssertParses(lower + (lower % 2), $"{digits}E{power}");
        AssertParses(lower, below);
        AssertParses(lower + 1, $"{digits}.{new string('0', 30)}1E{power}");

        // Cut off, the digits are below as well.
        const int enough = 25;
        if (digits.Length > enough)
        {
            AssertParses(lower, $"{digits[..enough]}E{power + digits.Length - enough}");
        }

        // The double of each of these texts is the midway point: only the digits tell them apart.
        Assert.Equal(PointOf(lower), double.Parse(below, _invariant));
    }

    private static void AssertParses(int expected, string text)
    {
        Assert.Equal(expected, BFloat16.Parse(text, _invariant).ToBits());
        Assert.Equal(expected | 0x8000, BFloat16.Parse("-" + text, _invariant).ToBits());
    }
}
