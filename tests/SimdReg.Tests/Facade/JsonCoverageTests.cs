using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SimdReg.Tests.Support;
using SimdReg.Tuning;

namespace SimdReg.Tests.Facade;

/// <summary>That no public type is left out of the tests of JSON, and none comes back without what it held.</summary>
public class JsonCoverageTests
{
    // Own options: those of the process keep what a converter once said.
    private readonly JsonSerializerOptions _options = new() { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    [Fact]
    public void Every_public_type_that_has_values_is_known_to_come_back_or_to_be_refused()
    {
        var known = JsonSamples.RoundTripping.Concat(JsonSamples.Refused).Select(sample => Definition(sample.GetType())).ToHashSet();
        var types = typeof(L2).Assembly.GetExportedTypes().Concat(typeof(Score).Assembly.GetExportedTypes()).Where(HasValues).Where(type => !known.Contains(type));
        Assert.Empty(types);
    }

    [Fact]
    public void A_sample_has_no_property_at_the_default_of_its_type()
    {
        foreach (var sample in JsonSamples.RoundTripping)
        {
            var properties = sample.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance);
            foreach (var property in properties.Where(property => property.Name != nameof(ProximalGradientReport.IsConverged)))
            {
                var value = property.GetValue(sample);
                Assert.NotNull(value);
                Assert.False(
                    value.GetType().IsValueType && value.Equals(RuntimeHelpers.GetUninitializedObject(value.GetType())),
                    $"{property} of {sample}");
            }
        }
    }

    [Fact]
    public void A_value_that_would_not_come_back_is_refused()
    {
        foreach (var sample in JsonSamples.Refused)
        {
            var type = sample.GetType();
            Assert.ThrowsAny<Exception>(() => JsonSerializer.Deserialize("{}", type, _options));
            var json = "{}";
            try
            {
                json = JsonSerializer.Serialize(sample, type, _options);
            }
            catch (NotSupportedException)
            {
                // Then there is nothing to read.
            }

            Assert.ThrowsAny<Exception>(() => JsonSerializer.Deserialize(json, type, _options));
        }
    }

    [Fact]
    public void What_has_a_stored_form_says_so_when_it_is_written()
    {
        var set = new ParameterSet<float>();
        foreach (var value in (object[])[new ExactWeightSums(), new UpdateState<Adam, float>(new(0.1), 3), set, set.Add(new float[3], new float[3], new Adam(0.1))])
        {
            var refusal = Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(value, value.GetType(), _options));
            Assert.Contains("WriteTo", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Contains("ReadFrom", Assert.Throws<NotSupportedException>(() => JsonSerializer.Deserialize<ExactWeightSums>("{}", _options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_do_the_same_are_equal()
    {
        Assert.Equal(new StepOptions(), new StepOptions { GradientScale = 1 });
        Assert.Equal(new StepOptions(), new StepOptions(gradientScale: 1));
        Assert.NotEqual(new StepOptions(), new StepOptions { GradientScale = 0 });
        Assert.Equal(0, new StepOptions { GradientScale = 0 }.GradientScale);
    }

    /// <summary>Static classes, interfaces and base classes have none, spans of state cannot be read, and converters do the reading.</summary>
    private static bool HasValues(Type type) =>
        !type.IsAbstract && !type.IsByRefLike && !type.IsAssignableTo(typeof(System.Text.Json.Serialization.JsonConverter));

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;
}
