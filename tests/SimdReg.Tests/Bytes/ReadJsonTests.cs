using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Bytes;

/// <summary>Whatever the JSON: it is refused, or read as a value that comes back as it is.</summary>
public class ReadJsonTests
{
    private static readonly string[] _values =
    [
        "null", "true", "{}", "[]", "\"\"", "\"NaN\"", "\"-Infinity\"", "\"^1..\"", "\"..\"", "0", "-0", "-0.0", "-1", "1", "0.5", "2", "1e38", "3.5e38",
        "1e-320", "1e308", "1e400", "-1e400", "2147483647", "2147483648", "9223372036854775807", "9223372036854775808", "1e-46", "\"0.1\"", "\"adam\"",
    ];

    private static readonly string[] _names = ["Strength", "LearningRate", "beta1", "", "$type", "$ref", "Penalized"];

    [Fact]
    public void Changed_JSON_is_refused_or_read_as_a_value_that_comes_back() => AssertSafe(seed: 1, rounds: 300);

    [Fact, Trait("Category", "Long")]
    public void Much_changed_JSON_is_refused_or_read_as_a_value_that_comes_back() => AssertSafe(seed: 2, rounds: 20_000);

    private static void AssertSafe(int seed, int rounds)
    {
        var random = new Random(seed);
        JsonSerializerOptions[] all =
        [
            new() { TypeInfoResolver = new DefaultJsonTypeInfoResolver() },
            new(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() },
            new() { TypeInfoResolver = GeneratedJson.Default },
        ];
        var (read, refused) = (0, 0);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var sample in JsonSamples.RoundTripping)
            {
                var (options, type) = (all[random.Next(all.Length)], sample.GetType());
                var json = Changed(random, JsonSerializer.Serialize(sample, type, options));
                _ = Reads(json, type, options, $"Seed {seed}, round {round}, {type.Name}: {json}") ? read++ : refused++;
            }
        }

        // Otherwise the changes are too wild, or too tame.
        Assert.InRange((double)read / (read + refused), 0.05, 0.95);
    }

    private static bool Reads(string json, Type type, JsonSerializerOptions options, string at)
    {
        object? value;
        try
        {
            value = JsonSerializer.Deserialize(json, type, options);
        }
        catch (Exception refusal) when (refusal is JsonException or ArgumentException)
        {
            return false;
        }
        catch (Exception other)
        {
            Assert.Fail($"{at}: {other}");
            throw;
        }

        // JSON has no infinity and no NaN, but the serializer reads 1e400, and with web defaults "NaN". Settings are checked when they are used.
        if (value is OptimizerSettings settings && !Numbers(settings).All(double.IsFinite))
        {
            Assert.ThrowsAny<ArgumentException>(() => Optimizer<float>.Create(settings, 1));
            return false;
        }

        var written = JsonSerializer.Serialize(value, type, options);
        var again = JsonSerializer.Serialize(JsonSerializer.Deserialize(written, type, options), type, options);
        Assert.True(written == again, $"{at}: read as {written}, which is read as {again}.");
        return true;
    }

    private static IEnumerable<double> Numbers(OptimizerSettings settings) =>
        settings.RuleParameters.Values
            .Concat(settings.PenaltyParameters.Values)
            .Concat(new[] { settings.Strength, settings.L1Strength, settings.L2Strength }.OfType<double>())
            .Append(settings.LearningRate);

    private static string Changed(Random random, string json)
    {
        if (random.Next(4) == 0)
        {
            // Text that may be no JSON at all.
            var (start, length) = (random.Next(json.Length), random.Next(3));
            return string.Concat(json.AsSpan(0, start), _values[random.Next(_values.Length)].AsSpan(0, random.Next(2)), json.AsSpan(Math.Min(json.Length, start + length)));
        }

        var root = JsonNode.Parse(json);
        var objects = Objects(root).ToList();
        if (objects.Count == 0)
        {
            return _values[random.Next(_values.Length)];
        }

        var changed = objects[random.Next(objects.Count)];
        string[] names = [.. changed.Select(property => property.Key), _names[random.Next(_names.Length)]];
        var name = names[random.Next(names.Length)];
        if (random.Next(4) == 0)
        {
            changed.Remove(name);
        }
        else
        {
            changed[name] = JsonNode.Parse(_values[random.Next(_values.Length)]);
        }

        return root!.ToJsonString();
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject here => here.SelectMany(property => Objects(property.Value)).Prepend(here),
        JsonArray array => array.SelectMany(Objects),
        _ => [],
    };
}
