using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>What the solver refuses, by name and rule, before it writes anything.</summary>
public class ProximalGradientRejectionTests
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_loss_that_is_not_finite_at_zero_or_at_the_start_is_refused(double special)
    {
        double[] weights = [1, 2];

        AssertRefused((w, gradients) => Quadratic(w, gradients) + (w[0] == 0 ? special : 0), "at weights of zero, and write every gradient: its value is");
        AssertRefused((w, gradients) => Quadratic(w, gradients) + (w[0] == 1 ? special : 0), "at the weights to start from, and write every gradient: its value is");
        AssertRefused((w, gradients) => Spoilt(w, gradients, w[0] == 0), "at weights of zero, and write every gradient: the gradient of weight 1 is");
        AssertRefused((w, gradients) => Spoilt(w, gradients, w[0] == 1), "at the weights to start from, and write every gradient: the gradient of weight 1 is");
        AssertRefused((w, gradients) => Spoilt(w, gradients, (w[0], w[1]) is not ((0, 0) or (1, 2))), "after every step, however short");

        void AssertRefused(SmoothLoss loss, string words)
        {
            var exception = Assert.Throws<ArgumentException>(() => new ProximalGradient().Minimize(loss, weights, new L1(0.1)));
            Assert.Equal("loss", exception.ParamName);
            Assert.Contains(words, exception.Message, StringComparison.Ordinal);
            Assert.Equal([1, 2], weights);
        }

        double Spoilt(ReadOnlySpan<double> w, Span<double> gradients, bool isSpoilt)
        {
            var value = Quadratic(w, gradients);
            gradients[1] = isSpoilt ? special : gradients[1];
            return value;
        }
    }

    [Fact]
    public void A_loss_that_leaves_a_gradient_unwritten_or_adds_to_it_is_refused()
    {
        var unwritten = Assert.Throws<ArgumentException>(() => new ProximalGradient().Minimize(First, new double[2], default(None)));
        var added = Assert.Throws<ArgumentException>(() => new ProximalGradient().Minimize(Added, new double[2], default(None)));

        Assert.Equal("loss", unwritten.ParamName);
        Assert.Contains("write every gradient", unwritten.Message, StringComparison.Ordinal);
        Assert.Equal("loss", added.ParamName);

        static double First(ReadOnlySpan<double> w, Span<double> gradients)
        {
            gradients[0] = w[0] - 1;
            return (w[0] - 1) * (w[0] - 1) / 2;
        }

        static double Added(ReadOnlySpan<double> w, Span<double> gradients)
        {
            gradients[0] += w[0] - 1;
            gradients[1] += w[1];
            return (((w[0] - 1) * (w[0] - 1)) + (w[1] * w[1])) / 2;
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_start_that_is_not_finite_is_refused(double special)
    {
        var exception = Assert.Throws<ArgumentException>(() => new ProximalGradient().Minimize(Quadratic, new[] { 1, special }, default(None)));

        Assert.Equal("weights", exception.ParamName);
    }

    [Fact]
    public void No_weights_no_loss_and_a_range_beyond_the_weights_are_refused()
    {
        Assert.Equal("weights", Assert.Throws<ArgumentException>(() => new ProximalGradient().Minimize(Quadratic, [], default(None))).ParamName);
        Assert.Equal("loss", Assert.Throws<ArgumentNullException>(() => new ProximalGradient().Minimize(null!, new double[2], default(None))).ParamName);
        foreach (var range in new[] { 0..3, ..^3, 2..1, 3.. })
        {
            var exception = Assert.Throws<ArgumentException>(
                () => new ProximalGradient { Penalized = range }.Minimize(Quadratic, new double[2], default(None)));
            Assert.StartsWith($"Penalized is {range} and there are 2 weights", exception.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_tolerance_outside_its_range_is_refused(double value)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new ProximalGradient { Tolerance = value });

        Assert.Equal(("Tolerance", value), (exception.ParamName, exception.ActualValue));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_limit_of_no_iterations_is_refused(int value)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new ProximalGradient { MaxIterations = value });

        Assert.Equal(("MaxIterations", value), (exception.ParamName, exception.ActualValue));
    }

    [Fact]
    public void A_run_that_is_cancelled_stops_at_the_next_iteration_and_writes_nothing()
    {
        using var source = new CancellationTokenSource();
        double[] weights = [1, 2];
        var asked = 0;

        Assert.Throws<OperationCanceledException>(() => new ProximalGradient().Minimize(Cancelling, weights, new L1(0.1), source.Token));

        Assert.Equal([1, 2], weights);
        Assert.Equal(2, asked);

        double Cancelling(ReadOnlySpan<double> w, Span<double> gradients)
        {
            if (++asked == 2)
            {
                source.Cancel();
            }

            return Quadratic(w, gradients);
        }
    }

    /// <summary>½·(w₀ − 3)² + (w₁ + 1)²</summary>
    private static double Quadratic(ReadOnlySpan<double> w, Span<double> gradients)
    {
        (gradients[0], gradients[1]) = (w[0] - 3, 2 * (w[1] + 1));
        return ((w[0] - 3) * (w[0] - 3) / 2) + ((w[1] + 1) * (w[1] + 1));
    }
}
