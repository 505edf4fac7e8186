namespace SimdReg.Tests.Boundaries;

/// <summary>Strengths, rates and example counts at the ends of their ranges and beyond.</summary>
public class ParameterTests
{
    private static readonly (string Name, Func<double, object> Create)[] _parameters =
    [
        ("strength", value => new L1(value)),
        ("strength", value => new L2(value)),
        ("l1Strength", value => new ElasticNet(value, 1)),
        ("l2Strength", value => new ElasticNet(1, value)),
        ("lambda", value => L1.FromLambda(value, 10)),
        ("lambda", value => L2.FromLambda(value, 10)),
        ("l1Lambda", value => ElasticNet.FromLambda(value, 1, 10)),
        ("l2Lambda", value => ElasticNet.FromLambda(1, value, 10)),
        ("learningRate", value => new Sgd(value)),
    ];

    private static readonly Func<long, object>[] _exampleCounts =
    [
        count => L1.FromLambda(1, count),
        count => L2.FromLambda(1, count),
        count => ElasticNet.FromLambda(1, 1, count),
    ];

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(-1)]
    [InlineData(-double.Epsilon)]
    [InlineData(double.MaxValue)]
    [InlineData(3.402823466385289e38)] // The double above the largest float.
    public void A_parameter_outside_its_range_is_refused_by_name_and_value(double value)
    {
        foreach (var (name, create) in _parameters)
        {
            var exception = Assert.Throws<ArgumentOutOfRangeException>(() => create(value));
            Assert.Equal(name, exception.ParamName);
            Assert.Equal(value, exception.ActualValue);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NegativeZero)]
    [InlineData(double.Epsilon)]
    [InlineData(float.MaxValue)]
    public void A_parameter_at_the_end_of_its_range_is_taken(double value)
    {
        foreach (var (_, create) in _parameters)
        {
            Assert.NotNull(create(value));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void A_count_of_no_examples_is_refused_by_name_and_value(long count)
    {
        foreach (var create in _exampleCounts)
        {
            var exception = Assert.Throws<ArgumentOutOfRangeException>(() => create(count));
            Assert.Equal("exampleCount", exception.ParamName);
            Assert.Equal(count, exception.ActualValue);
        }
    }

    [Fact]
    public void A_strength_from_lambda_is_lambda_over_the_number_of_examples()
    {
        Assert.Equal(new L1(0.1 / 442), L1.FromLambda(0.1, 442));
        Assert.Equal(new L2(0.1 / 442), L2.FromLambda(0.1, 442));
        Assert.Equal(new ElasticNet(0.1 / 442, 0.7 / 442), ElasticNet.FromLambda(0.1, 0.7, 442));
        Assert.Equal(new L1(1 / (double)long.MaxValue), L1.FromLambda(1, long.MaxValue));
    }
}
