using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>The solver finds its way: a step size for any scale, from any start, and in few iterations.</summary>
public class ProximalGradientStepTests
{
    private static readonly ProximalGradient _solver = new();

    [Theory]
    [InlineData(1e-12)]
    [InlineData(1e12)]
    public void The_step_size_finds_the_scale_of_the_loss(double scale)
    {
        var model = Diabetes.Standardised;
        var weights = new double[model.WeightCount];

        var report = _solver.Minimize(Scaled(model.LeastSquares, scale), weights, new L1(10 * scale));

        Assert.True(report.IsConverged, report.ToString());
        Optimality.AssertNear(model.ElasticNet(10, 0), weights);
    }

    [Theory]
    [InlineData(1e150)]
    [InlineData(1e300)]
    public void A_loss_too_steep_for_steps_of_float_is_minimised(double scale)
    {
        var model = Diabetes.Standardised;
        var weights = new double[model.WeightCount];

        var report = _solver.Minimize(Scaled(model.LeastSquares, scale), weights, default(None));

        Assert.True(report.IsConverged, report.ToString());
        Optimality.AssertNear(model.Ridge(0), weights);
    }

    [Fact]
    public void A_steep_loss_is_minimised_under_L1()
    {
        // In weights of 10⁻¹¹³, 10¹⁵⁰ times the loss and 10³⁷ times the strength are 10⁻⁷⁶ times what they are in weights of 1.
        var model = Diabetes.Standardised;
        var small = model with { Target = [.. model.Target.Select(y => 1e-113 * y)] };
        var weights = new double[model.WeightCount];

        var report = _solver.Minimize(Scaled(small.LeastSquares, 1e150), weights, new L1(10e37));

        Assert.True(report.IsConverged, report.ToString());
        Optimality.AssertNear([.. model.ElasticNet(10, 0).Select(weight => 1e-113 * weight)], weights);
        Assert.Equal(model.ElasticNet(10, 0).Select(weight => weight == 0), weights.Select(weight => weight == 0));
    }

    [Theory]
    [InlineData(0, ProximalGradientOutcome.IterationLimit)]
    [InlineData(1, ProximalGradientOutcome.NoStep)]
    public void A_loss_too_flat_for_the_largest_step_is_reported_as_not_converged(double start, ProximalGradientOutcome outcome)
    {
        // A step of the largest float leads 10⁻¹¹⁰ far, which is lost beside weights of 1.
        var model = Diabetes.Standardised;
        var weights = new double[model.WeightCount];
        Array.Fill(weights, start);

        var report = new ProximalGradient { MaxIterations = 500 }.Minimize(Scaled(model.LeastSquares, 1e-150), weights, default(None));

        Assert.Equal(outcome, report.Outcome);
        Assert.Equal(float.MaxValue, report.StepSize);
        Assert.True(report.Residual > report.ResidualBound);
        Assert.InRange(report.Objective, 0, report.StartObjective);
    }

    [Fact]
    public void A_loss_whose_values_drown_in_a_constant_is_minimised_by_its_gradients()
    {
        // An ulp of 1e20 is 16384: no value of the loss differs from another.
        var model = Diabetes.Standardised;
        var weights = new double[model.WeightCount];

        var report = _solver.Minimize((w, gradients) => model.LeastSquares(w, gradients) + 1e20, weights, new L1(10));

        Assert.True(report.IsConverged, report.ToString());
        Optimality.AssertNear(model.ElasticNet(10, 0), weights);
    }

    [Fact]
    public void A_warm_start_leads_to_the_same_optimum_sooner()
    {
        var model = Diabetes.Standardised;
        var cold = new double[model.WeightCount];
        var warm = model.ElasticNet(1.1, 0);

        var coldReport = _solver.Minimize(model.LeastSquares, cold, new L1(1));
        var warmReport = _solver.Minimize(model.LeastSquares, warm, new L1(1));

        Assert.Equal(coldReport.ResidualBound, warmReport.ResidualBound);
        Optimality.AssertNear(cold, warm);
        Assert.InRange(warmReport.Evaluations, 1, coldReport.Evaluations - 1);
    }

    [Fact]
    public void A_start_at_the_optimum_stays_there()
    {
        var model = Diabetes.Standardised;
        var weights = new double[model.WeightCount];
        _solver.Minimize(model.LeastSquares, weights, new L1(10));
        double[] before = [.. weights];

        // From a subgradient r, a step t moves weights by d, where ‖d‖ ≤ t‖r‖, and ends where d′∇²f·d ≤ ‖d‖²/t. So the next one,
        // (1/t − ∇²f)d, is no longer than √(1 + tL)·‖r‖. The first t is 1 and L is 4.03, the largest eigenvalue of XᵀX/m; with
        // √10 between the norm and the largest of ten numbers: √50.3 = 7.1 times the tolerance before.
        var report = new ProximalGradient { Tolerance = 7.2e-10 }.Minimize(model.LeastSquares, weights, new L1(10));

        Assert.True(report.IsConverged, report.ToString());
        Optimality.AssertNear(before, weights);
        Assert.Equal(1, report.Iterations);
    }

    [Fact]
    public void A_loss_that_is_stationary_at_zero_is_minimised_from_elsewhere()
    {
        // ¼(w² − 1)²: its slope is 0 at 0, where it is highest, and at 1 and −1, where it curves by 2.
        double[] weights = [0.5];

        var report = _solver.Minimize(DoubleWell, weights, default(None));

        Assert.True(report.IsConverged, report.ToString());
        Assert.Equal(1e-10 * 0.375, report.ResidualBound);
        Assert.Equal(1, weights[0], report.ResidualBound);

        static double DoubleWell(ReadOnlySpan<double> w, Span<double> gradients)
        {
            var well = (w[0] * w[0]) - 1;
            gradients[0] = well * w[0];
            return well * well / 4;
        }
    }

    [Fact]
    public void An_ill_conditioned_quadratic_takes_no_more_iterations_than_momentum_with_restarts_needs()
    {
        // Σ λ(w − 1)²/2 with fifty λ from 10⁻⁴ to L = 1, so that the condition κ is 10⁴.
        double[] curvatures = [.. Enumerable.Range(0, 50).Select(i => Math.Pow(10, -4 * i / 49.0))];
        const double Tolerance = 1e-8;

        // FISTA leaves of f at most the part 4κ/(k + 1)² after k steps: so e⁻² after 2e√κ, if it starts again after as many. The
        // largest slope, 1 at zero, is at most √(2f), and f is Σλ/2 there. That makes 10,494 iterations. Without restarts the solver
        // takes 18,331, and without momentum 46,048.
        var bound = 2 * Math.E * Math.Sqrt(1e4) * Math.Log(Math.Sqrt(curvatures.Sum()) / Tolerance);
        var report = new ProximalGradient { Tolerance = Tolerance, MaxIterations = (int)bound }.Minimize(Quadratic, new double[50], default(None));

        Assert.True(report.IsConverged, report.ToString());

        double Quadratic(ReadOnlySpan<double> w, Span<double> gradients)
        {
            var sum = 0.0;
            for (var i = 0; i < curvatures.Length; i++)
            {
                gradients[i] = curvatures[i] * (w[i] - 1);
                sum += gradients[i] * (w[i] - 1) / 2;
            }

            return sum;
        }
    }

    [Fact]
    public void A_loss_with_its_optimum_at_zero_is_left_there()
    {
        var model = Diabetes.Standardised with { Target = new double[442] };
        var weights = new double[model.WeightCount];

        var report = _solver.Minimize(model.LeastSquares, weights, new L2(1));

        Assert.True(report.IsConverged, report.ToString());
        Assert.Equal((0, 0), (report.Residual, report.Objective));
        Assert.All(weights, weight => Assert.Equal(0, weight));
    }

    private static SmoothLoss Scaled(SmoothLoss loss, double scale) => (w, gradients) =>
    {
        var value = loss(w, gradients);
        foreach (ref var gradient in gradients)
        {
            gradient *= scale;
        }

        return scale * value;
    };
}
