namespace SimdReg.Tests.Facade;

/// <summary>Strengths, rates, shares, ε and example counts at the ends of their ranges and beyond.</summary>
public class ParameterTests
{
    private static readonly (string Name, Func<double, object> Create)[] _parameters =
    [
        ("strength", value => new L1(value)),
        ("strength", value => new L2(value)),
        ("l1Strength", value => new ElasticNet(value, 1)),
        ("l2Strength", value => new ElasticNet(1, value)),
        ("strength", value => new Mcp(value, 2)),
        ("strength", value => new Scad(value, 3)),
        ("strength", value => new LogSum(value, 1)),
        ("strength", value => new Huber(value, 1)),
        ("strength", value => new HardThreshold(value)),
        ("lambda", value => LogSum.FromLambda(value, 1, 1)),
        ("lambda", value => Huber.FromLambda(value, 1, 1)),
        ("lambda", value => HardThreshold.FromLambda(value, 1)),
        ("lambda", value => L1.FromLambda(value, 1)),
        ("lambda", value => L2.FromLambda(value, 1)),
        ("l1Lambda", value => ElasticNet.FromLambda(value, 1, 1)),
        ("l2Lambda", value => ElasticNet.FromLambda(1, value, 1)),
        ("learningRate", value => new Sgd(value)),
        ("learningRate", value => new Momentum(value)),
        ("learningRate", value => new NesterovMomentum(value)),
        ("learningRate", value => new DampenedMomentum(value, 0.9, 0.1)),
        ("learningRate", value => new Adam(value, epsilon: 1)),
        ("learningRate", value => new AmsGrad(value, epsilon: 1)),
        ("learningRate", value => new Adagrad(value, epsilon: 1)),
        ("learningRateDecay", value => new Adagrad(1, value)),
        ("initialAccumulator", value => new Adagrad(1, 0, value)),
        ("learningRate", value => new RmsProp(value, epsilon: 1)),
        ("learningRate", value => new CenteredRmsProp(value, epsilon: 1)),
        ("learningRate", value => new RmsPropMomentum(value, 0.99, 0.9, epsilon: 1)),
        ("learningRate", value => new CenteredRmsPropMomentum(value, 0.99, 0.9, epsilon: 1)),
        ("learningRate", value => new Lion(value)),
        ("beta", value => new Ftrl(1, value)),
        ("l1", value => new Ftrl(1, 1, value)),
        ("l2", value => new Ftrl(1, 1, 0, value)),
        ("GradientScale", value => new StepOptions { GradientScale = value }),
    ];

    private static readonly (string Name, Func<double, object> Create)[] _shares =
    [
        ("coefficient", value => new Momentum(1, value)),
        ("coefficient", value => new NesterovMomentum(1, value)),
        ("coefficient", value => new DampenedMomentum(1, value, 0.1)),
        ("dampening", value => new DampenedMomentum(1, 0.9, value)),
        ("dampening", value => new Momentum(1).Dampened(value)),
        ("beta1", value => new Adam(1, beta1: value)),
        ("beta2", value => new Adam(1, beta2: value)),
        ("beta1", value => new AmsGrad(1, beta1: value)),
        ("beta2", value => new AmsGrad(1, beta2: value)),
        ("decay", value => new RmsProp(1, value)),
        ("decay", value => new CenteredRmsProp(1, value)),
        ("decay", value => new RmsPropMomentum(1, value, 0.9)),
        ("decay", value => new CenteredRmsPropMomentum(1, value, 0.9)),
        ("coefficient", value => new RmsPropMomentum(1, 0.99, value)),
        ("coefficient", value => new CenteredRmsPropMomentum(1, 0.99, value)),
        ("coefficient", value => new RmsProp(1).WithMomentum(value)),
        ("coefficient", value => new RmsProp(1).Centered().WithMomentum(value)),
        ("beta1", value => new Lion(1, beta1: value)),
        ("beta2", value => new Lion(1, beta2: value)),
    ];

    private static readonly (string Name, Func<double, object> Create)[] _positives =
    [
        ("epsilon", value => new Adam(1, epsilon: value)),
        ("epsilon", value => new AmsGrad(1, epsilon: value)),
        ("epsilon", value => new Adagrad(1, epsilon: value)),
        ("epsilon", value => new RmsProp(1, epsilon: value)),
        ("epsilon", value => new CenteredRmsProp(1, epsilon: value)),
        ("epsilon", value => new RmsPropMomentum(1, 0.99, 0.9, epsilon: value)),
        ("epsilon", value => new CenteredRmsPropMomentum(1, 0.99, 0.9, epsilon: value)),
        ("learningRate", value => new Ftrl(value)),
        ("epsilon", value => new LogSum(1, value)),
        ("delta", value => new Huber(1, value)),
    ];

    private static readonly Func<long, object>[] _exampleCounts =
    [
        count => L1.FromLambda(1, count),
        count => L2.FromLambda(1, count),
        count => ElasticNet.FromLambda(1, 1, count),
        count => LogSum.FromLambda(1, 1, count),
        count => Huber.FromLambda(1, 1, count),
        count => HardThreshold.FromLambda(1, count),
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
        AssertRefused(_parameters, value, "must be finite and at least 0");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NegativeZero)]
    [InlineData(double.Epsilon)]
    [InlineData(float.MaxValue)]
    public void A_parameter_at_the_end_of_its_range_is_taken(double value)
    {
        AssertTaken(_parameters, value);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(-0.1)]
    [InlineData(-double.Epsilon)]
    [InlineData(1)]
    [InlineData(1.1)]
    public void A_share_outside_its_range_is_refused_by_name_and_value(double value) =>
        AssertRefused(_shares, value, "must be at least 0 and below 1");

    [Theory]
    [InlineData(0)]
    [InlineData(double.NegativeZero)]
    [InlineData(double.Epsilon)]
    [InlineData(0.99999999999999989)] // The double below 1.
    public void A_share_at_the_end_of_its_range_is_taken(double value) => AssertTaken(_shares, value);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(double.NegativeZero)]
    [InlineData(double.Epsilon)]
    [InlineData(1e-50)] // As a float, 0.
    [InlineData(1e-40)] // As a float, subnormal.
    [InlineData(1.1754943508222874e-38)] // The double below the smallest normal float.
    [InlineData(3.402823466385289e38)]
    public void A_parameter_that_is_not_above_zero_in_both_types_is_refused_by_name_and_value(double value) =>
        AssertRefused(_positives, value, "must be finite and above 0");

    [Theory]
    [InlineData(1.1754943508222875e-38)] // The smallest normal float.
    [InlineData(float.MaxValue)]
    public void A_parameter_that_is_above_zero_in_both_types_is_taken(double value) => AssertTaken(_positives, value);

    [Fact]
    public void Minus_zero_counts_as_zero()
    {
        Assert.False(double.IsNegative(new L2(-0.0).Strength));
        Assert.False(double.IsNegative(new Momentum(0.1, -0.0).Coefficient));
    }

    [Fact]
    public void A_rule_made_from_another_keeps_its_parameters()
    {
        Assert.Equal(new AmsGrad(0.1, 0.2, 0.3, 0.4), new Adam(0.1, 0.2, 0.3, 0.4).AmsGrad());
        Assert.Equal(new NesterovMomentum(0.1, 0.2), new Momentum(0.1, 0.2).Nesterov());
        Assert.Equal(new DampenedMomentum(0.1, 0.2, 0.3), new Momentum(0.1, 0.2).Dampened(0.3));
        Assert.Equal(new CenteredRmsProp(0.1, 0.2, 0.3), new RmsProp(0.1, 0.2, 0.3).Centered());
        Assert.Equal(new RmsPropMomentum(0.1, 0.2, 0.4, 0.3), new RmsProp(0.1, 0.2, 0.3).WithMomentum(0.4));
        Assert.Equal(
            new CenteredRmsPropMomentum(0.1, 0.2, 0.4, 0.3), new RmsProp(0.1, 0.2, 0.3).Centered().WithMomentum(0.4));
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

    [Fact]
    public void A_lambda_above_the_largest_float_is_taken_where_the_strength_is_not()
    {
        Assert.Equal(new L1(1e39 / 1_000_000), L1.FromLambda(1e39, 1_000_000));
        Assert.Equal(new L2(1e39 / 1_000_000), L2.FromLambda(1e39, 1_000_000));
        Assert.Equal(new ElasticNet(1e39 / 1_000_000, 1e40 / 1_000_000), ElasticNet.FromLambda(1e39, 1e40, 1_000_000));
        Assert.Equal(new L2(float.MaxValue), L2.FromLambda(2.0 * float.MaxValue, 2));
    }

    [Theory]
    [InlineData(double.MaxValue)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    [InlineData(-1e-300)]
    [InlineData(1e45)]
    public void A_lambda_whose_strength_is_not_legal_is_refused_by_name_value_and_example_count(double lambda)
    {
        foreach (var (name, create) in (ReadOnlySpan<(string, Func<object>)>)
            [
                ("lambda", () => L1.FromLambda(lambda, 1_000_000)),
                ("lambda", () => L2.FromLambda(lambda, 1_000_000)),
                ("l1Lambda", () => ElasticNet.FromLambda(lambda, 1, 1_000_000)),
                ("l2Lambda", () => ElasticNet.FromLambda(1, lambda, 1_000_000)),
            ])
        {
            var exception = Assert.Throws<ArgumentOutOfRangeException>(create);
            Assert.Equal(name, exception.ParamName);
            Assert.Equal(lambda, exception.ActualValue);
            Assert.StartsWith($"{name} must be finite and at least 0, and {name} / exampleCount at most", exception.Message, StringComparison.Ordinal);
            Assert.Contains("exampleCount is 1000000.", exception.Message, StringComparison.Ordinal);
        }
    }

    private static void AssertRefused((string Name, Func<double, object> Create)[] parameters, double value, string rule)
    {
        foreach (var (name, create) in parameters)
        {
            var exception = Assert.Throws<ArgumentOutOfRangeException>(() => create(value));
            Assert.Equal(name, exception.ParamName);
            Assert.Equal(value, exception.ActualValue);
            Assert.StartsWith($"{name} {rule}", exception.Message, StringComparison.Ordinal);
        }
    }

    private static void AssertTaken((string Name, Func<double, object> Create)[] parameters, double value)
    {
        foreach (var (_, create) in parameters)
        {
            Assert.NotNull(create(value));
        }
    }
}
