using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>What a path refuses, by name, value and rule.</summary>
public class RegularizationPathRejectionTests
{
    private static readonly SmoothLoss _loss = Diabetes.Standardised.LeastSquares;

    [Theory]
    [InlineData(0)]
    [InlineData(-0.5)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void Without_a_share_of_L1_there_is_no_largest_strength(double l1Share)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => RegularizationPath.LargestStrength(_loss, 10, l1Share));

        Assert.Equal(("l1Share", l1Share), (exception.ParamName, exception.ActualValue));
        Assert.Contains("Without L1 no strength makes weights zero", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => RegularizationPath.ComputeElasticNet(_loss, 10, l1Share));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(-1)]
    public void Fewer_than_two_strengths_are_refused(int count) =>
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => RegularizationPath.ComputeElasticNet(_loss, 10, count: count)).ParamName);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_ratio_that_does_not_lead_downwards_is_refused(double ratio) =>
        Assert.Equal("ratio", Assert.Throws<ArgumentOutOfRangeException>(() => RegularizationPath.ComputeElasticNet(_loss, 10, ratio: ratio)).ParamName);

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_strength_outside_its_range_is_refused_before_the_loss_is_asked(double strength)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(
            () => RegularizationPath.Compute((_, _) => throw new InvalidOperationException("The loss was asked."), 10, [1, strength], s => new L2(s)));

        Assert.Equal(("strengths", strength), (exception.ParamName, exception.ActualValue));
    }

    [Fact]
    public void No_strengths_are_refused()
    {
        var exception = Assert.Throws<ArgumentException>(() => RegularizationPath.Compute(_loss, 10, [], s => new L1(s)));

        Assert.Equal("strengths", exception.ParamName);
        Assert.StartsWith("strengths is empty", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e-30, 1e-10)]
    [InlineData(1e38, 0.1)]
    public void A_path_beyond_what_strengths_may_be_is_refused(double scale, double ratio)
    {
        var exception = Assert.Throws<ArgumentException>(() => RegularizationPath.ComputeElasticNet(Scaled, 10, ratio: ratio));

        Assert.Equal("loss", exception.ParamName);
        Assert.Contains("strengths must be between", exception.Message, StringComparison.Ordinal);

        double Scaled(ReadOnlySpan<double> w, Span<double> gradients)
        {
            var value = _loss(w, gradients);
            foreach (ref var gradient in gradients)
            {
                gradient *= scale;
            }

            return scale * value;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_count_of_no_weights_is_refused(int weightCount)
    {
        Action[] calls =
        [
            () => RegularizationPath.LargestStrength(_loss, weightCount),
            () => RegularizationPath.ComputeElasticNet(_loss, weightCount),
            () => RegularizationPath.Compute(_loss, weightCount, [1], s => new L1(s)),
        ];

        Assert.All(calls, call => Assert.Equal("weightCount", Assert.Throws<ArgumentOutOfRangeException>(call).ParamName));
    }

    [Fact]
    public void No_loss_and_no_penalty_are_refused()
    {
        Assert.Equal("loss", Assert.Throws<ArgumentNullException>(() => RegularizationPath.LargestStrength(null!, 10)).ParamName);
        Assert.Equal("loss", Assert.Throws<ArgumentNullException>(() => RegularizationPath.ComputeElasticNet(null!, 10)).ParamName);
        Assert.Equal("loss", Assert.Throws<ArgumentNullException>(() => RegularizationPath.Compute(null!, 10, [1], s => new L1(s))).ParamName);
        Assert.Equal("penalty", Assert.Throws<ArgumentNullException>(() => RegularizationPath.Compute<L1>(_loss, 10, [1], null!)).ParamName);
    }

    [Fact]
    public void A_solver_that_penalises_no_weight_is_refused()
    {
        Assert.Equal("solver", Assert.Throws<ArgumentException>(() => RegularizationPath.ComputeElasticNet(_loss, 10, solver: new() { Penalized = 5..5 })).ParamName);
        Assert.Equal("solver", Assert.Throws<ArgumentException>(() => RegularizationPath.ComputeElasticNet(_loss, 10, solver: new() { Penalized = ..11 })).ParamName);
    }

    [Fact]
    public void A_loss_without_a_slope_at_zero_has_no_path()
    {
        var flat = Diabetes.Standardised with { Target = new double[442] };

        Assert.Equal(0, RegularizationPath.LargestStrength(flat.LeastSquares, 10));
        Assert.Equal("loss", Assert.Throws<ArgumentException>(() => RegularizationPath.ComputeElasticNet(flat.LeastSquares, 10)).ParamName);
    }

    [Fact]
    public void An_intercept_without_an_optimum_is_told()
    {
        // All of one class: the more the intercept grows, the better.
        var model = (Diabetes.Standardised with { Target = [.. Enumerable.Repeat(1.0, 442)] }).WithIntercept();

        var exception = Assert.Throws<InvalidOperationException>(
            () => RegularizationPath.LargestStrength(model.Logistic, 11, solver: new() { Penalized = ..^1, MaxIterations = 5 }));

        Assert.Contains("found no optimum of the unpenalised weights", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Not converged", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_is_not_a_number_is_refused()
    {
        Assert.Equal("loss", Assert.Throws<ArgumentException>(() => RegularizationPath.LargestStrength((_, _) => double.NaN, 10)).ParamName);
        Assert.Equal("loss", Assert.Throws<ArgumentException>(() => RegularizationPath.ComputeElasticNet((_, _) => double.NaN, 10)).ParamName);
        Assert.Equal("loss", Assert.Throws<ArgumentException>(() => RegularizationPath.Compute((_, _) => double.NaN, 10, [1], s => new L1(s))).ParamName);
    }

    [Fact]
    public void A_path_that_is_cancelled_stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => RegularizationPath.ComputeElasticNet(_loss, 10, cancellationToken: source.Token));
        Assert.Throws<OperationCanceledException>(() => RegularizationPath.Compute(_loss, 10, [1], s => new L1(s), cancellationToken: source.Token));
    }
}
