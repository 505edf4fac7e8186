using System.Numerics;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Facade;

public class GradientClippingSingleTests : GradientClippingTests<float>;

public class GradientClippingDoubleTests : GradientClippingTests<double>;

/// <summary>The norm of gradients, and what they count where it is too large.</summary>
public abstract class GradientClippingTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void The_squares_are_correctly_rounded()
    {
        foreach (var name in HardWeights.Names)
        {
            var gradients = HardWeights.Of<T>(name, 67);
            Assert.Equal(ExactReference.Of<T>(gradients).Squares<T>(), GradientClipping.SumOfSquares<T>(gradients), Bits.Same);
        }
    }

    [Fact]
    public void Gradients_that_are_not_finite_show_in_the_squares()
    {
        Assert.Equal(T.NaN, GradientClipping.SumOfSquares<T>([T.One, T.NegativeInfinity, T.NaN]));
        Assert.Equal(T.PositiveInfinity, GradientClipping.SumOfSquares<T>([T.One, T.NegativeInfinity]));
        Assert.Equal(T.Zero, GradientClipping.SumOfSquares<T>([]));
    }
}

public class GradientScaleTests
{
    [Theory]
    [InlineData(25, 1, 0.2)]
    [InlineData(25, 5, 1)]
    [InlineData(25, 6, 1)]
    [InlineData(0, 1, 1)]
    [InlineData(-0.0, 1, 1)]
    [InlineData(-0.0, double.PositiveInfinity, 1)]
    [InlineData(25, double.PositiveInfinity, 1)]
    [InlineData(double.MaxValue, double.Epsilon, 0)]
    public void The_scale_is_the_limit_over_the_norm_but_at_most_one(double squares, double maxNorm, double scale) =>
        Assert.Equal(scale, GradientClipping.ScaleFor(squares, maxNorm));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    public void Squares_that_are_no_finite_sum_are_refused(double squares)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.ScaleFor(squares, 1));
        Assert.Equal("squares", exception.ParamName);
        Assert.Contains("a gradient is not finite", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_limit_that_is_not_above_zero_is_refused(double maxNorm) =>
        Assert.Equal("maxNorm", Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.ScaleFor(1, maxNorm)).ParamName);
}
