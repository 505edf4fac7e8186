using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SimdReg.Tests.Numbers;

/// <summary>Texts of numbers: those of <c>System.Numerics.BFloat16</c> in .NET 11, and the shortest that come back.</summary>
public class BFloat16FormatTests
{
    private static readonly CultureInfo _invariant = CultureInfo.InvariantCulture;

    [Fact]
    public void The_text_has_the_digits_of_the_shortest_decimal_number()
    {
        for (var bits = 1; bits < 0x7F80; bits++)
        {
            var (expected, actual) = (ExactBFloat16.Shortest(bits), Exact.Of(BFloat16.FromBits((ushort)bits).ToString(_invariant)));
            Assert.Equal(expected.Numerator * actual.Denominator, actual.Numerator * expected.Denominator);
        }
    }

    [Fact]
    public void Every_text_comes_back()
    {
        foreach (var number in BFloat16Tests.All)
        {
            var text = number.ToString(_invariant);
            var expected = BFloat16.IsNaN(number) ? BFloat16.NaN : number;
            Assert.Equal(expected.ToBits(), BFloat16.Parse(text, _invariant).ToBits());
            Assert.Equal(expected.ToBits(), BFloat16.Parse(text.AsSpan(), _invariant).ToBits());
            Assert.Equal(expected.ToBits(), BFloat16.Parse(Encoding.UTF8.GetBytes(text), _invariant).ToBits());
        }
    }

    [Fact]
    public void All_texts_in_four_formats_are_those_of_NET_11()
    {
        // The checksum of the same texts of System.Numerics.BFloat16, version 11.0.0.
        string?[] formats = [null, "G3", "F3", "0.######"];
        using var checksum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var number in BFloat16Tests.All)
        {
            checksum.AppendData(Encoding.UTF8.GetBytes(string.Join('|', formats.Select(format => number.ToString(format, _invariant))) + "\n"));
        }

        Assert.Equal("D03BDA53E05CAC95F17C1E1DA15DA17F1EAA729A40FED28585A6ED0D9177CFCA", Convert.ToHexString(checksum.GetHashAndReset()));
    }

    // These are texts of .NET 11, too.
    [Theory]
    [InlineData(0x3DCD, "", "0.1")]
    [InlineData(0x3DCD, "G5", "0.1001")]
    [InlineData(0x3DCD, "E", "1.000977E-001")]
    [InlineData(0x3DCD, "F20", "0.10009765625000000000")]
    [InlineData(0x3DCD, "N", "0.10")]
    [InlineData(0x3DCD, "0.######", "0.1001")]
    [InlineData(0x3DCD, "0.##%", "10.01%")]
    [InlineData(0x4008, "", "2.12")]
    [InlineData(0x38D2, "", "0.0001")]
    [InlineData(0x38D1, "", "9.97E-05")]
    [InlineData(0x4589, "", "4380")]
    [InlineData(0x461B, "", "9900")]
    [InlineData(0xC61C, "G", "-1E+04")]
    [InlineData(0xC61C, "g0", "-1e+04")]
    [InlineData(0xC61C, "r", "-1e+04")]
    [InlineData(0xC61C, "R7", "-1E+04")]
    [InlineData(0xC61C, "R999999999", "-1E+04")]
    [InlineData(0xC61C, "G9", "-9984")]
    [InlineData(0xC61C, "F0", "-9984")]
    [InlineData(0xC61C, "C", "(¤9,984.00)")]
    [InlineData(0xC61C, "x0.0", "-x9984.0")]
    [InlineData(0x7F7F, null, "3.39E+38")]
    [InlineData(0x7F7F, "E10", "3.3895313893E+038")]
    [InlineData(0x7F7F, "00000000000000", "339000000000000000000000000000000000000")]
    [InlineData(0x0001, "R", "1E-40")]
    [InlineData(0x0001, "g12", "9.1835496158e-41")]
    [InlineData(0x8000, "", "-0")]
    [InlineData(0x8000, "0.000", "-0.000")]
    [InlineData(0x7FC0, "F3", "NaN")]
    [InlineData(0xFF80, "C", "-Infinity")]
    public void A_format_gives_the_text_of_NET_11(int bits, string? format, string expected)
    {
        var number = BFloat16.FromBits((ushort)bits);
        Assert.Equal(expected, number.ToString(format, _invariant));

        Span<char> text = stackalloc char[expected.Length];
        Assert.True(number.TryFormat(text, out var length, format, _invariant));
        Assert.Equal(expected, text[..length].ToString());
        Assert.False(number.TryFormat(text[1..], out length, format, _invariant));
        Assert.Equal(0, length);

        Span<byte> utf8 = stackalloc byte[Encoding.UTF8.GetByteCount(expected)];
        Assert.True(number.TryFormat(utf8, out length, format, _invariant));
        Assert.Equal(expected, Encoding.UTF8.GetString(utf8[..length]));
        Assert.False(number.TryFormat(utf8[1..], out length, format, _invariant));
        Assert.Equal(0, length);
    }

    [Theory]
    [InlineData("D")]
    [InlineData("X4")]
    [InlineData("Z")]
    [InlineData("G1000000000")]
    [InlineData("R1000000000")]
    [InlineData("R99999999999999999999")]
    public void What_is_no_format_of_a_float_is_refused(string format)
    {
        Assert.Throws<FormatException>(() => 1f.ToString(format, _invariant));
        Assert.Throws<FormatException>(() => BFloat16.One.ToString(format, _invariant));
        Assert.Throws<FormatException>(() => BFloat16.One.TryFormat(new char[99], out _, format, _invariant));
        Assert.Throws<FormatException>(() => BFloat16.One.TryFormat(new byte[99], out _, format, _invariant));
    }

    [Fact]
    public void A_culture_gives_signs_separators_and_symbols()
    {
        var number = (BFloat16)(-1234.5);
        var culture = new NumberFormatInfo { NegativeSign = "minus ", NumberDecimalSeparator = ",", NumberGroupSeparator = "'", NaNSymbol = "none", PositiveInfinitySymbol = "∞" };
        Assert.Equal("minus 1230", number.ToString(culture));
        Assert.Equal("minus 1'232,0", number.ToString("N1", culture));
        Assert.Equal("minus 1,2E+03", number.ToString("G2", culture));
        Assert.Equal("minus 1,23", ((BFloat16)(-1.23)).ToString(culture));
        Assert.Equal("none", BFloat16.NaN.ToString(culture));
        Assert.Equal("∞", BFloat16.PositiveInfinity.ToString("F2", culture));
        Assert.Equal((BFloat16)(-1232f), BFloat16.Parse("minus 1'232,0", culture));
    }

    [Fact]
    public void The_current_culture_is_the_default()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var culture = (CultureInfo)_invariant.Clone();
            culture.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = culture;

            // The overloads without a culture are what is tested here.
#pragma warning disable CA1305
            Assert.Equal("0,5", ((BFloat16)0.5).ToString());
            Assert.Equal("0,50", ((BFloat16)0.5).ToString("F2"));
            Assert.Equal((BFloat16)0.5, BFloat16.Parse("0,5"));
            Assert.Equal((BFloat16)0.5, BFloat16.Parse("0,5", NumberStyles.Float));
#pragma warning restore CA1305
            Assert.True(BFloat16.TryParse("0,5", out var number) && number == (BFloat16)0.5);
            Assert.True(BFloat16.TryParse("0,25".AsSpan(), out number) && number == (BFloat16)0.25);
            Assert.True(BFloat16.TryParse("0,125"u8, out number) && number == (BFloat16)0.125);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
