using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>The largest strength of a path is the smallest at which all penalised weights are zero.</summary>
public class LargestStrengthTests
{
    private static readonly LinearModel _model = Diabetes.Standardised;

    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    [InlineData(0.1)]
    public void All_weights_are_zero_at_the_largest_strength_and_not_below(double l1Share)
    {
        var largest = RegularizationPath.LargestStrength(_model.LeastSquares, 10, l1Share);

        var path = RegularizationPath.Compute(
            _model.LeastSquares, 10, [largest, largest * (1 - 1e-9)], s => new ElasticNet(l1Share * s, (1 - l1Share) * s), new() { Tolerance = 1e-13 });

        Assert.True(path.IsConverged);
        Assert.Equal([0, 1], path.Points.Select(point => point.NonZeroCount));
    }

    [Fact]
    public void The_largest_strength_takes_one_evaluation()
    {
        var asked = 0;

        RegularizationPath.LargestStrength(Counted, 10);

        Assert.Equal(1, asked);

        double Counted(ReadOnlySpan<double> w, Span<double> gradients)
        {
            asked++;
            return _model.LeastSquares(w, gradients);
        }
    }

    [Fact]
    public void The_largest_strength_of_a_model_with_an_intercept_is_that_of_the_centred_one()
    {
        // Features that are not centred, so that the intercept matters to their gradients.
        var shifted = (_model with
        {
            Features = [.. _model.Features.Select((feature, j) => feature.Select(x => x + j).ToArray())],
            Target = Diabetes.Progression,
        }).WithIntercept();

        var centred = RegularizationPath.LargestStrength(_model.LeastSquares, 10);
        var largest = RegularizationPath.LargestStrength(shifted.LeastSquares, 11, solver: new() { Penalized = ..^1 });

        Assert.Equal(1, largest / centred, 1e-8);
    }

    [Fact]
    public void The_largest_strength_is_that_of_the_penalised_weights_wherever_they_lie()
    {
        var solver = new ProximalGradient { Penalized = 3..7 };
        var largest = RegularizationPath.LargestStrength(_model.LeastSquares, 10, solver: solver);

        var path = RegularizationPath.Compute(_model.LeastSquares, 10, [largest * (1 + 1e-6), largest * (1 - 1e-6)], s => new L1(s), solver);

        Assert.True(path.IsConverged);
        Assert.Equal([0, 1], path.Points.Select(point => point.NonZeroCount));
    }

    [Fact]
    public void An_intercept_that_is_at_its_optimum_to_begin_with_stays_there()
    {
        // The slopes at zero are −(1 · 1 + −1 · −1)/2 and (1 − 1)/2.
        var model = new LinearModel([[1, -1]], [1, -1]).WithIntercept();

        Assert.Equal(1, RegularizationPath.LargestStrength(model.LeastSquares, 2, solver: new() { Penalized = ..^1 }));
    }

    [Theory]
    [InlineData(0, 1e-10)]
    [InlineData(1e-12, 1e-10)]
    [InlineData(150, 1e-15)]
    public void The_largest_strength_is_found_where_rounding_hides_what_the_intercept_misses(double mean, double tolerance)
    {
        var shifted = (_model with { Target = [.. _model.Target.Select(y => y + mean)] }).WithIntercept();

        var centred = RegularizationPath.LargestStrength(_model.LeastSquares, 10);
        var largest = RegularizationPath.LargestStrength(shifted.LeastSquares, 11, solver: new() { Penalized = ..^1, Tolerance = tolerance });

        // What the gradients may be off by: their terms are no larger than the target times the largest feature.
        Assert.Equal(centred, largest, 2 * shifted.GradientError(new double[11]));
    }

    [Fact]
    public void The_largest_strength_is_found_with_a_thousandth_of_the_tolerance()
    {
        // f = (κ(u − 1)² + (v − 1)² + p²)/2 + c·p·(u − 1) + p: where p is 0, its slope is 1 at the optimum of u and v, and c·(u − 1) off
        // elsewhere. The slopes of u and v at zero are κ and 1, so that κ|u − 1| is at most a thousandth of the tolerance.
        const double Curvature = 0.01;
        const double Coupling = 0.05;
        const double Tolerance = 1e-3;

        var largest = RegularizationPath.LargestStrength(Coupled, 3, solver: new() { Penalized = 2.., Tolerance = Tolerance });

        Assert.Equal(1, largest, Coupling / Curvature * Tolerance / 1000);

        static double Coupled(ReadOnlySpan<double> w, Span<double> gradients)
        {
            var (u, v, p) = (w[0] - 1, w[1] - 1, w[2]);
            gradients[0] = (Curvature * u) + (Coupling * p);
            gradients[1] = v;
            gradients[2] = p + (Coupling * u) + 1;
            return (((Curvature * u * u) + (v * v) + (p * p)) / 2) + (Coupling * p * u) + p;
        }
    }

    [Fact]
    public void The_largest_strength_leaves_no_weight_where_its_quotient_is_rounded_down()
    {
        const double Share = 0.95;
        Assert.True(1 / Share * Share < 1);

        var largest = RegularizationPath.LargestStrength(Parabola, 1, Share);

        Assert.Equal(Math.BitIncrement(1 / Share), largest);
        Assert.InRange(largest * Share, 1, double.MaxValue);
        double[] weights = [0];
        Assert.True(new ProximalGradient().Minimize(Parabola, weights, new ElasticNetStrength(largest, Share).Penalty).IsConverged);
        Assert.Equal([0], weights);

        static double Parabola(ReadOnlySpan<double> w, Span<double> gradients)
        {
            gradients[0] = w[0] - 1;
            return gradients[0] * gradients[0] / 2;
        }
    }
}
