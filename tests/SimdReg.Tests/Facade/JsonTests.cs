using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SimdReg.Tests.Support;
using SimdReg.Tuning;

namespace SimdReg.Tests.Facade;

public class ReflectedJsonTests() : JsonTests(new DefaultJsonTypeInfoResolver());

public class GeneratedJsonTests() : JsonTests(GeneratedJson.Default);

/// <summary>Parameters, options and results as JSON: they come back as they were, or not at all.</summary>
public abstract class JsonTests(IJsonTypeInfoResolver resolver)
{
    private readonly JsonSerializerOptions _options = new() { TypeInfoResolver = resolver };

    private readonly JsonSerializerOptions _camelCase = new(JsonSerializerDefaults.Web) { TypeInfoResolver = resolver };

    [Fact]
    public void Values_come_back_as_they_were()
    {
        foreach (var value in JsonSamples.RoundTripping)
        {
            AssertComesBack(value, _options);
            AssertComesBack(value, _camelCase);
        }
    }

    [Fact]
    public void A_value_holds_each_number_once() =>
        Assert.Equal("""{"Total":0.1,"L1Share":0.3}""", JsonSerializer.Serialize(new ElasticNetStrength(0.1, 0.3), _options));

    [Theory]
    [InlineData("L2", """{"Strength":-1}""", "strength")]
    [InlineData("L2", """{"Strength":1e39}""", "strength")]
    [InlineData("L1", """{"Strength":-1}""", "strength")]
    [InlineData("ElasticNet", """{"L1":{"Strength":1},"L2":{"Strength":-1}}""", "strength")]
    [InlineData("CoupledL2", """{"Penalty":{"Strength":-1}}""", "strength")]
    [InlineData("Sgd", """{"LearningRate":-1}""", "learningRate")]
    [InlineData("Momentum", """{"LearningRate":1,"Coefficient":1}""", "coefficient")]
    [InlineData("NesterovMomentum", """{"LearningRate":1,"Coefficient":1}""", "coefficient")]
    [InlineData("DampenedMomentum", """{"LearningRate":1,"Coefficient":0.9,"Dampening":1}""", "dampening")]
    [InlineData("Adam", """{"LearningRate":1,"Beta1":1}""", "beta1")]
    [InlineData("Adam", """{"LearningRate":1,"Epsilon":0}""", "epsilon")]
    [InlineData("Adam", """{"LearningRate":1e35,"Epsilon":1e-8}""", "learningRate")]
    [InlineData("AmsGrad", """{"LearningRate":1,"Beta2":1}""", "beta2")]
    [InlineData("Adagrad", """{"LearningRate":1,"InitialAccumulator":-1}""", "initialAccumulator")]
    [InlineData("RmsProp", """{"LearningRate":1,"Decay":1}""", "decay")]
    [InlineData("CenteredRmsProp", """{"LearningRate":1,"Decay":1}""", "decay")]
    [InlineData("RmsPropMomentum", """{"LearningRate":1,"Coefficient":1}""", "coefficient")]
    [InlineData("CenteredRmsPropMomentum", """{"LearningRate":1,"Coefficient":1}""", "coefficient")]
    [InlineData("Lion", """{"LearningRate":1,"Beta2":1}""", "beta2")]
    [InlineData("Ftrl", """{"LearningRate":1,"Beta":-1}""", "beta")]
    [InlineData("StepOptions", """{"GradientScale":-1}""", "gradientScale")]
    [InlineData("Score", """{"Mean":1,"StandardError":-1}""", "standardError")]
    [InlineData("ElasticNetStrength", """{"Total":1,"L1Share":2}""", "l1Share")]
    [InlineData("LogRange", """{"Lowest":1,"Highest":0.5}""", "highest")]
    [InlineData("ProximalGradient", """{"Tolerance":0}""", "Tolerance")]
    [InlineData("ProximalGradient", """{"MaxIterations":0}""", "MaxIterations")]
    public void A_number_outside_its_range_is_refused_by_name(string type, string json, string name) =>
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => Read(type, json)).ParamName);

    [Theory]
    [InlineData("\"NaN\"")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("1e400")]
    public void What_is_no_number_is_refused(string value)
    {
        Assert.ThrowsAny<Exception>(() => Read("L2", $$"""{"Strength":{{value}}}"""));
        Assert.ThrowsAny<Exception>(() => Read("Adam", $$"""{"LearningRate":0.1,"Beta1":{{value}}}"""));
        Assert.ThrowsAny<Exception>(() => Read("StepOptions", $$"""{"GradientScale":{{value}}}"""));
        Assert.ThrowsAny<Exception>(() => Read("ProximalGradient", $$"""{"Tolerance":{{value}}}"""));
        Assert.ThrowsAny<Exception>(() => Read("ProximalGradient", $$"""{"MaxIterations":{{value}}}"""));
    }

    [Theory]
    [InlineData("L1", "Strength")]
    [InlineData("L2", "Strength")]
    [InlineData("ElasticNet", "L1", "L2")]
    [InlineData("CoupledL2", "Penalty")]
    [InlineData("Sgd", "LearningRate")]
    [InlineData("Momentum", "LearningRate")]
    [InlineData("NesterovMomentum", "LearningRate")]
    [InlineData("DampenedMomentum", "LearningRate", "Coefficient", "Dampening")]
    [InlineData("Adam", "LearningRate")]
    [InlineData("AmsGrad", "LearningRate")]
    [InlineData("Adagrad", "LearningRate")]
    [InlineData("RmsProp", "LearningRate")]
    [InlineData("CenteredRmsProp", "LearningRate")]
    [InlineData("RmsPropMomentum", "LearningRate", "Coefficient")]
    [InlineData("CenteredRmsPropMomentum", "LearningRate", "Coefficient")]
    [InlineData("Lion", "LearningRate")]
    [InlineData("Ftrl", "LearningRate")]
    [InlineData("Score", "Mean")]
    [InlineData("ElasticNetStrength", "Total", "L1Share")]
    [InlineData("LogRange", "Lowest", "Highest")]
    [InlineData("FloatMeasure", "Weights", "SumOfGradientSquares", "MaxChange", "NewZeroCount")]
    [InlineData("RegularizationPathPoint", "Strength", "Weights", "NonZeroCount", "Report")]
    public void A_mandatory_number_that_is_missing_or_misspelt_is_refused(string type, params string[] names)
    {
        var sample = Sample(type);
        var json = JsonSerializer.Serialize(sample, sample.GetType(), _options);
        Assert.Throws<JsonException>(() => Read(type, "{}"));
        Assert.Throws<JsonException>(() => Read(type, json.ToLowerInvariant()));
        foreach (var name in names)
        {
            Assert.Throws<JsonException>(() => Read(type, json.Replace($"\"{name}\":", $"\"{name}s\":", StringComparison.Ordinal)));
        }

        Assert.NotNull(Read(type, json));
    }

    [Fact]
    public void A_number_that_is_optional_has_the_default_of_the_constructor()
    {
        AssertRead(new Momentum(0.1), """{"LearningRate":0.1}""");
        AssertRead(new NesterovMomentum(0.1), """{"LearningRate":0.1}""");
        AssertRead(new Adam(0.1, beta2: 0.5), """{"LearningRate":0.1,"Beta2":0.5}""");
        AssertRead(new AmsGrad(0.1), """{"LearningRate":0.1}""");
        AssertRead(new Adagrad(0.1), """{"LearningRate":0.1}""");
        AssertRead(new RmsProp(0.1), """{"LearningRate":0.1}""");
        AssertRead(new CenteredRmsProp(0.1), """{"LearningRate":0.1}""");
        AssertRead(new RmsPropMomentum(0.1, 0.7, 0.5), """{"LearningRate":0.1,"Decay":0.7,"Coefficient":0.5}""");
        AssertRead(new CenteredRmsPropMomentum(0.1, 0.7, 0.5), """{"LearningRate":0.1,"Decay":0.7,"Coefficient":0.5}""");
        AssertRead(new Lion(0.1), """{"LearningRate":0.1}""");
        AssertRead(new Ftrl(0.1), """{"LearningRate":0.1}""");
        AssertRead(new Score(0.1), """{"Mean":0.1}""");
        AssertRead(new StepOptions(), "{}");
        AssertRead(new StepOptions { Maximize = true }, """{"Maximize":true}""");
        AssertRead(new ProximalGradient(), "{}");
        AssertRead(new ProximalGradient { Tolerance = 1e-5 }, """{"Tolerance":1e-5}""");
        AssertRead(new ProximalGradient { Penalized = ..^1 }, """{"Penalized":"..^1"}""");
    }

    [Theory]
    [InlineData("None", """{"Strength":0.1}""")]
    [InlineData("Momentum", """{"LearningRate":0.1,"Coefficient":0.5,"Dampening":0.5}""")]
    [InlineData("Adam", """{"LearningRate":0.1,"beta1":0.5}""")]
    [InlineData("Adam", """{"LearningRate":0.1,"Betta1":0.5}""")]
    [InlineData("Ftrl", """{"LearningRate":0.1,"l1":0.5}""")]
    [InlineData("StepOptions", """{"Maximise":true}""")]
    [InlineData("Score", """{"Mean":0.1,"Error":0.1}""")]
    [InlineData("ProximalGradient", """{"penalised":"..^1"}""")]
    public void A_number_that_does_not_exist_is_refused_and_not_left_out(string type, string json) =>
        Assert.Throws<JsonException>(() => Read(type, json));

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("\"1..2..3\"")]
    [InlineData("\"-1..2\"")]
    [InlineData("\"^^1..2\"")]
    [InlineData("\"a..b\"")]
    [InlineData("\"1..99999999999\"")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("3")]
    public void A_range_that_is_none_is_refused(string range) =>
        Assert.Throws<JsonException>(() => Read("ProximalGradient", $$"""{"Penalized":{{range}}}"""));

    [Theory]
    [InlineData("[]")]
    [InlineData("3")]
    [InlineData("\"0..^1\"")]
    public void A_solver_that_is_no_object_is_refused(string json) => Assert.Throws<JsonException>(() => Read("ProximalGradient", json));

    private static object Sample(string type) => JsonSamples.RoundTripping.First(sample => sample.GetType() == TypeOf(type));

    private static Type TypeOf(string name) =>
        typeof(GeneratedJson).GetProperty(name)!.PropertyType.GetGenericArguments()[0];

    private object? Read(string type, string json) => JsonSerializer.Deserialize(json, TypeOf(type), _options);

    private void AssertRead<TValue>(TValue expected, string json) => Assert.Equal(expected, JsonSerializer.Deserialize<TValue>(json, _options));

    private static void AssertComesBack(object value, JsonSerializerOptions options)
    {
        var type = value.GetType();
        var json = JsonSerializer.Serialize(value, type, options);
        var back = JsonSerializer.Deserialize(json, type, options);
        Assert.Equal(json, JsonSerializer.Serialize(back, type, options));
        foreach (var property in type.GetProperties().Where(property => property.GetMethod is { IsStatic: false }))
        {
            Assert.Equal(property.GetValue(value), property.GetValue(back));
        }

        // A point holds an array, which is equal to itself alone.
        if (value is not RegularizationPathPoint)
        {
            Assert.Equal(value, back);
        }
    }
}
