using System.Text.Json;

namespace SimdReg.Tests.Storage;

/// <summary>The options of narrow storage: what is refused, and what is equal.</summary>
public class NumberStorageTests
{
    private const string Formats = "must be one of Single, BFloat16, Half, EightBit.";

    [Theory]
    [InlineData((NumberFormat)4)]
    [InlineData((NumberFormat)(-1))]
    public void A_format_that_is_none_is_refused_by_name(NumberFormat format)
    {
        AssertRefused("state", format, Formats, () => new NumberStorage(format));
        AssertRefused("First", format, Formats, () => new NumberStorage { First = format });
        AssertRefused("Second", format, Formats, () => new NumberStorage { Second = format });
        AssertRefused("Third", format, Formats, () => new NumberStorage { Third = format });
        AssertRefused("Weights", (WeightRounding)format, "must be one of Nearest, Stochastic, Kahan, MasterCopy.", () => new NumberStorage { Weights = (WeightRounding)format });
    }

    [Theory]
    [InlineData(-256)]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(257)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void A_first_index_that_is_not_that_of_a_block_is_refused(long index) =>
        AssertRefused("FirstIndex", index, "must be at least 0 and a multiple of 256", () => new NumberStorage { FirstIndex = index });

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    [InlineData((1L << 32) - 256)]
    [InlineData(long.MaxValue - 255)]
    public void A_first_index_is_that_of_any_block(long index) => Assert.Equal(index, new NumberStorage { FirstIndex = index }.FirstIndex);

    [Fact]
    public void One_format_is_that_of_every_slot()
    {
        var storage = new NumberStorage(NumberFormat.Half);
        Assert.Equal((NumberFormat.Half, NumberFormat.Half, NumberFormat.Half), (storage.First, storage.Second, storage.Third));
        Assert.Equal(storage, new NumberStorage { First = NumberFormat.Half, Second = NumberFormat.Half, Third = NumberFormat.Half });
        Assert.Equal(default, new NumberStorage(NumberFormat.Single));
        Assert.Equal(default, new NumberStorage { Weights = WeightRounding.Nearest });
    }

    [Fact]
    public void Storages_that_differ_in_one_option_are_not_equal()
    {
        NumberStorage[] all =
        [
            default,
            new() { First = NumberFormat.EightBit },
            new() { Second = NumberFormat.EightBit },
            new() { Third = NumberFormat.EightBit },
            new() { Weights = WeightRounding.Kahan },
            new() { HasStochasticState = true },
            new() { Seed = 1 },
            new() { FirstIndex = 256 },
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Theory]
    [InlineData("""{"First":7}""")]
    [InlineData("""{"Weights":-1}""")]
    [InlineData("""{"FirstIndex":100}""")]
    public void Json_with_a_value_outside_its_range_is_refused(string json) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => JsonSerializer.Deserialize<NumberStorage>(json));

    [Theory]
    [InlineData("""{"Fourth":1}""")]
    [InlineData("""{"first":1}""")]
    [InlineData("""{"Seed":-1}""")]
    [InlineData("""{"First":"Quarter"}""")]
    public void Json_with_an_unknown_name_or_another_type_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<NumberStorage>(json));

    [Fact]
    public void Json_without_an_option_has_its_default()
    {
        Assert.Equal(default, JsonSerializer.Deserialize<NumberStorage>("{}"));
        Assert.Equal(new NumberStorage { Seed = ulong.MaxValue }, JsonSerializer.Deserialize<NumberStorage>("""{"Seed":18446744073709551615}"""));
    }

    private static void AssertRefused(string name, object value, string rule, Func<NumberStorage> create)
    {
        var refusal = Assert.Throws<ArgumentOutOfRangeException>(name, () => create());
        Assert.Equal(value, refusal.ActualValue);
        Assert.Contains(rule, refusal.Message, StringComparison.Ordinal);
    }
}
