using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Numbers;

public class ReflectedBFloat16JsonTests() : BFloat16JsonTests(new DefaultJsonTypeInfoResolver());

public class GeneratedBFloat16JsonTests() : BFloat16JsonTests(GeneratedJson.Default);

/// <summary>Numbers as JSON, alone and in arrays.</summary>
public abstract class BFloat16JsonTests(IJsonTypeInfoResolver resolver)
{
    private readonly JsonSerializerOptions _options = new() { TypeInfoResolver = resolver };

    private readonly JsonSerializerOptions _strings =
        new() { TypeInfoResolver = resolver, NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString };

    [Fact]
    public void All_numbers_come_back_in_an_array()
    {
        var numbers = BFloat16Tests.All.ToArray();
        foreach (var options in (JsonSerializerOptions[])[_options, _strings])
        {
            var back = JsonSerializer.Deserialize<BFloat16[]>(JsonSerializer.SerializeToUtf8Bytes(numbers, options), options);
            Assert.Equal(numbers.Select(number => BFloat16.IsNaN(number) ? BFloat16.NaN.ToBits() : number.ToBits()), back!.Select(number => number.ToBits()));
        }
    }

    [Fact]
    public void It_is_a_number_or_a_name()
    {
        BFloat16[] numbers = [(BFloat16)0.1, BFloat16.NegativeZero, BFloat16.Epsilon, BFloat16.MinValue, BFloat16.NaN, BFloat16.PositiveInfinity, BFloat16.NegativeInfinity];
        Assert.Equal("""[0.1,-0,1E-40,-3.39E+38,"NaN","Infinity","-Infinity"]""", JsonSerializer.Serialize(numbers, _options));
        Assert.Equal("\"0.1\"", JsonSerializer.Serialize(numbers[0], _strings));
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("-3.4e38")]
    [InlineData("\"1.5\"")]
    [InlineData("\"nan\"")]
    [InlineData("\"+Infinity\"")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("[]")]
    public void What_is_no_finite_number_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<BFloat16>(json, _options));

    [Theory]
    [InlineData("\"1e400\"")]
    [InlineData("\"one\"")]
    [InlineData("\"\"")]
    public void A_string_that_is_no_finite_number_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<BFloat16>(json, _strings));

    [Theory]
    [InlineData("1.00390625", 0x3F80)]
    [InlineData("1.003906250000000000000000000000001", 0x3F81)]
    [InlineData("1e-400", 0x0000)]
    public void A_number_is_rounded_once_also_in_pieces(string json, int expected)
    {
        Assert.Equal(expected, JsonSerializer.Deserialize<BFloat16>(json, _options).ToBits());
        Assert.Equal(expected, JsonSerializer.Deserialize<BFloat16>($"\"{json}\"", _strings).ToBits());

        var last = new Piece(Encoding.UTF8.GetBytes(json[3..]), 3);
        var reader = new Utf8JsonReader(new ReadOnlySequence<byte>(new Piece(Encoding.UTF8.GetBytes(json[..3]), 0) { Following = last }, 0, last, json.Length - 3));
        Assert.Equal(expected, JsonSerializer.Deserialize<BFloat16>(ref reader, _options).ToBits());
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(byte[] bytes, int start) => (Memory, RunningIndex) = (bytes, start);

        public Piece Following
        {
            init => Next = value;
        }
    }
}
