using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Facade;

/// <summary>The parameters of penalties that have bounds of their own, and what is refused of a penalty without a gradient.</summary>
public class PenaltyParameterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(-2)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(3.402823466385289e38)] // The double above the largest float.
    public void A_gamma_that_is_not_above_one_is_refused_by_name_value_and_rule(double gamma) =>
        AssertRefused(() => new Mcp(0.1, gamma), "gamma", gamma, "gamma must be finite and above 1");

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    [InlineData(-3)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(3.402823466385289e38)]
    public void An_a_that_is_not_above_two_is_refused_by_name_value_and_rule(double a) =>
        AssertRefused(() => new Scad(0.1, a), "a", a, "a must be finite and above 2");

    [Fact]
    public void The_smallest_and_the_largest_gamma_and_a_are_taken()
    {
        Assert.Equal(Math.BitIncrement(1.0), new Mcp(0.1, Math.BitIncrement(1.0)).Gamma);
        Assert.Equal(float.MaxValue, new Mcp(0.1, float.MaxValue).Gamma);
        Assert.Equal(Math.BitIncrement(2.0), new Scad(0.1, Math.BitIncrement(2.0)).A);
        Assert.Equal(float.MaxValue, new Scad(0.1, float.MaxValue).A);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-3.402823466385289e38)]
    [InlineData(3.402823466385289e38)]
    public void A_bound_that_is_not_finite_as_a_float_is_refused_by_name_value_and_rule(double bound)
    {
        AssertRefused(() => new Box(bound, 1), "min", bound, "min must be finite");
        AssertRefused(() => new Box(-1, bound), "max", bound, "max must be finite");
    }

    [Fact]
    public void A_smallest_weight_above_the_largest_is_refused_by_name_value_and_rule() =>
        AssertRefused(() => new Box(1, 0.5), "min", 1, "min must be at most max, which is 0.5");

    [Fact]
    public void A_box_may_hold_one_weight_alone()
    {
        double[] weights = [-1, 0.5, 3];
        new Box(0.5, 0.5).Project<double>(weights);
        Assert.Equal([0.5, 0.5, 0.5], weights);
    }

    [Fact]
    public void A_penalty_without_a_gradient_is_refused_where_one_is_added_and_nothing_is_written()
    {
        AssertNoGradient(new HardThreshold(0.1));
        AssertNoGradient(new HardThreshold(0));
        AssertNoGradient(new Box(-1, 1));
        AssertNoGradient(default(NonNegative));
        AssertNoGradient(new L1(0.1).NonNegative());
    }

    [Fact]
    public void A_penalty_says_whether_it_is_convex_and_has_a_gradient()
    {
        AssertKind<L1>(isConvex: true, hasGradient: true);
        AssertKind<Huber>(isConvex: true, hasGradient: true);
        AssertKind<Mcp>(isConvex: false, hasGradient: true);
        AssertKind<Scad>(isConvex: false, hasGradient: true);
        AssertKind<LogSum>(isConvex: false, hasGradient: true);
        AssertKind<HardThreshold>(isConvex: false, hasGradient: false);
        AssertKind<Box>(isConvex: true, hasGradient: false);
        AssertKind<NonNegative>(isConvex: true, hasGradient: false);
        AssertKind<NonNegative<L2>>(isConvex: true, hasGradient: false);
        AssertKind<NonNegative<Mcp>>(isConvex: false, hasGradient: false);
    }

    private static void AssertKind<TPenalty>(bool isConvex, bool hasGradient)
        where TPenalty : struct, IPenalty
    {
        Assert.Equal(isConvex, TPenalty.IsConvex);
        Assert.Equal(hasGradient, TPenalty.HasGradient);
    }

    private static void AssertNoGradient<TPenalty>(TPenalty penalty)
        where TPenalty : struct, IPenalty
    {
        Assert.Contains("no gradient", Assert.Throws<NotSupportedException>(() => penalty.Coupled()).Message, StringComparison.Ordinal);
        Assert.Contains("no gradient", Assert.Throws<NotSupportedException>(() => penalty.Decoupled()).Message, StringComparison.Ordinal);
        AssertNoGradient<TPenalty, float>(penalty);
        AssertNoGradient<TPenalty, double>(penalty);

        float[] weights = [1, -2, 3], gradients = [0.1f, 0.2f, 0.3f];
        var exception = Assert.Throws<NotSupportedException>(() => Penalty.AddGradient(new ReadOnlyStoredSpan(weights), new StoredSpan(gradients), penalty));
        Assert.Contains("no gradient", exception.Message, StringComparison.Ordinal);
        Assert.Equal([0.1f, 0.2f, 0.3f], gradients);
    }

    private static void AssertNoGradient<TPenalty, T>(TPenalty penalty)
        where TPenalty : struct, IPenalty
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (weights, gradients) = (Samples.Weights<T>(50, seed: 1), Samples.Gradients<T>(50, seed: 2));
        T[] before = [.. gradients];
        var exception = Assert.Throws<NotSupportedException>(() => Penalty.AddGradient<T, TPenalty>(weights, gradients, penalty));
        Assert.Contains("no gradient", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, gradients);
    }

    private static void AssertRefused(Func<object> create, string name, double value, string rule)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(create);
        Assert.Equal(name, exception.ParamName);
        Assert.Equal(value, exception.ActualValue);
        Assert.StartsWith(rule, exception.Message, StringComparison.Ordinal);
    }
}
