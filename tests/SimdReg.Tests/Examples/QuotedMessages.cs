using System.Text.Json;

namespace SimdReg.Tests.Examples;

/// <summary>The messages that a document quotes are those that are thrown.</summary>
public class QuotedMessages
{
    [Fact]
    public void Those_of_settings_stand_in_the_guide_to_configuration()
    {
        var adam = new OptimizerSettings { Rule = "adam", LearningRate = 0.001 };

        AssertQuoted<ArgumentException>(
            "docs/configuration.md",
            () => Create(adam with { Penalty = "l1" }),
            () => Create(adam with { Penalty = "l1", Strength = 1, L2Strength = 1 }),
            () => Create(adam with { RuleParameters = new Dictionary<string, double> { ["beta"] = 0.9 } }));
        AssertQuoted<ArgumentOutOfRangeException>(
            "docs/configuration.md", () => Create(adam with { RuleParameters = new Dictionary<string, double> { ["beta1"] = 1.9 } }));

        var unknown = Assert.Throws<ArgumentException>(() => Create(adam with { Rule = "adm" }));
        Assert.StartsWith("Rule \"adm\" is unknown. Known names are Sgd, Momentum, ", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("Rule \"adm\" is unknown. Known names are Sgd, Momentum, …", Markdown.Read("docs/configuration.md"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "rule": "adam", "learningRate": 0.1, "strengh": 1 }""", "The JSON property 'strengh' could not be mapped to any .NET member")]
    [InlineData("""{ "rule": "adam" }""", "was missing required properties including: 'learningRate'.")]
    public void Those_of_JSON_stand_in_the_guide_to_configuration(string json, string quoted)
    {
        var error = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<OptimizerSettings>(json, JsonSerializerOptions.Web));

        Assert.Contains(quoted, error.Message, StringComparison.Ordinal);
        Assert.Contains(quoted, Markdown.Read("docs/configuration.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void Those_of_states_stand_in_the_guide_to_checkpoints()
    {
        var (adam, momentum) = (new Adam(0.001), new Momentum(0.001));
        var damaged = Stored(adam, weightCount: 30);
        damaged[^1] ^= 1;
        var (two, three) = (SetOf(arrayCount: 2), SetOf(arrayCount: 3));
        var storedTwo = new byte[two.ByteCount];
        two.WriteTo(storedTwo);

        AssertQuoted<InvalidDataException>(
            "docs/checkpoints.md",
            () => adam.CreateState(new float[30]).ReadFrom(Stored(momentum, weightCount: 30)),
            () => adam.CreateState(new float[30]).ReadFrom(Stored(adam, weightCount: 20)),
            () => adam.CreateState(new float[30]).ReadFrom(damaged),
            () => three.ReadFrom(storedTwo));
    }

    private static void AssertQuoted<TException>(string document, params Action[] calls)
        where TException : Exception =>
        Assert.All(calls, call => Assert.Contains(
            Assert.Throws<TException>(call).Message.Split(" (Parameter", 2)[0], Markdown.Read(document), StringComparison.Ordinal));

    private static void Create(OptimizerSettings settings) => Optimizer<float>.Create(settings, weightCount: 3);

    private static byte[] Stored<TRule>(TRule rule, int weightCount)
        where TRule : struct, IUpdateRule<TRule>
    {
        var state = rule.CreateState(new float[weightCount]);
        var stored = new byte[state.ByteCount];
        state.WriteTo(stored);
        return stored;
    }

    private static ParameterSet<float> SetOf(int arrayCount)
    {
        var set = new ParameterSet<float>();
        for (var i = 0; i < arrayCount; i++)
        {
            set.Add(new float[5], new float[5], new Adam(0.001));
        }

        return set;
    }
}
