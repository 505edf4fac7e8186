using System.Globalization;
using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>What the solver says of a run that did not end at an optimum.</summary>
public class ProximalGradientReportTests
{
    private static readonly LinearModel _model = Diabetes.Standardised;

    [Fact]
    public void A_run_that_is_stopped_early_says_so_and_how_far_it_is()
    {
        var full = new ProximalGradient().Minimize(_model.LeastSquares, new double[_model.WeightCount], new L1(10));
        Assert.InRange(full.Iterations, 2, int.MaxValue);

        for (var limit = 1; limit < full.Iterations; limit++)
        {
            var weights = new double[_model.WeightCount];

            var report = new ProximalGradient { MaxIterations = limit }.Minimize(_model.LeastSquares, weights, new L1(10));

            Assert.Equal(ProximalGradientOutcome.IterationLimit, report.Outcome);
            Assert.False(report.IsConverged);
            Assert.Equal(limit, report.Iterations);
            Assert.True(report.Residual > report.ResidualBound);

            // The residual belongs to one subgradient. The smallest is no larger.
            var violation = Optimality.Violation(_model.LeastSquares, weights, new ElasticNet(10, 0));
            Assert.InRange(violation, 0, report.Residual + _model.GradientError(weights));
        }
    }

    [Fact]
    public void A_report_has_the_objective_and_counts_what_the_loss_was_asked()
    {
        var weights = new double[_model.WeightCount];
        var asked = 0;

        var report = new ProximalGradient().Minimize(Counted, weights, new ElasticNet(10, 0.1));

        Assert.Equal(asked, report.Evaluations);
        var charge = weights.Sum(weight => (10 * Math.Abs(weight)) + (0.05 * weight * weight));
        var objective = _model.LeastSquares(weights, new double[weights.Length]) + charge;
        Assert.Equal(objective, report.Objective, objective * 1e-14); // Ten terms, each rounded twice.

        double Counted(ReadOnlySpan<double> w, Span<double> gradients)
        {
            asked++;
            return _model.LeastSquares(w, gradients);
        }
    }

    [Fact]
    public void A_report_reads_as_a_sentence_in_any_culture()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            var report = new ProximalGradientReport
            {
                Outcome = ProximalGradientOutcome.IterationLimit,
                Iterations = 3,
                Evaluations = 7,
                Residual = 0.5,
                ResidualBound = 0.25,
                Objective = 1.5,
                StartObjective = 2,
                StepSize = 0.125,
                IsPenaltyConvex = true,
            };

            Assert.Equal(
                "Not converged (iteration limit) after 3 iterations and 7 evaluations: residual 0.5, bound 0.25, objective 1.5, step size 0.125.",
                report.ToString());
            Assert.StartsWith("Converged after", (report with { Outcome = ProximalGradientOutcome.Converged }).ToString(), StringComparison.Ordinal);
            Assert.StartsWith(
                "Converged to a stationary point after 3 iterations",
                (report with { Outcome = ProximalGradientOutcome.Converged, IsPenaltyConvex = false }).ToString(),
                StringComparison.Ordinal);
            Assert.StartsWith("Not converged (no step", (report with { Outcome = ProximalGradientOutcome.NoStep }).ToString(), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void A_loss_with_a_kink_where_no_step_is_short_enough_ends_without_convergence()
    {
        // |w − 1/3|: its gradient is ±1 on either side of the optimum, and never small.
        var weights = new double[1];

        var report = new ProximalGradient().Minimize(Kink, weights, default(None));

        Assert.False(report.IsConverged);
        Assert.Equal(1 / 3.0, weights[0], 1e-6);

        static double Kink(ReadOnlySpan<double> w, Span<double> gradients)
        {
            gradients[0] = w[0] < 1 / 3.0 ? -1 : 1;
            return Math.Abs(w[0] - (1 / 3.0));
        }
    }

    [Fact]
    public void A_loss_with_a_jump_ends_where_no_step_is_left()
    {
        // From 0 downhill is to the right, and there the loss is 1 higher.
        var report = new ProximalGradient().Minimize(Jump, new double[1], default(None));

        Assert.Equal(ProximalGradientOutcome.NoStep, report.Outcome);

        // Once at zero, then once for each step size 1, 1/2, … down to 2⁻¹⁰²², the smallest.
        Assert.Equal(1024, report.Evaluations);

        static double Jump(ReadOnlySpan<double> w, Span<double> gradients)
        {
            gradients[0] = -1;
            return w[0] > 0 ? 1 - w[0] : -w[0];
        }
    }

    [Fact]
    public void A_loss_with_a_jump_is_not_said_to_be_infinite_because_a_long_step_was()
    {
        var report = new ProximalGradient().Minimize(Jump, new double[1], default(None));

        Assert.Equal(ProximalGradientOutcome.NoStep, report.Outcome);

        static double Jump(ReadOnlySpan<double> w, Span<double> gradients)
        {
            gradients[0] = -1;
            return w[0] > 0.1 ? double.PositiveInfinity : w[0] > 0 ? 1 - w[0] : -w[0];
        }
    }

    [Fact]
    public void A_gradient_of_the_wrong_sign_ends_without_convergence()
    {
        var report = new ProximalGradient().Minimize(Uphill, new double[1], default(None));

        Assert.False(report.IsConverged, report.ToString());
        Assert.Equal(0.5, report.StartObjective);
        Assert.Equal(report.Objective > 0.5, report.ToString().EndsWith("The objective has risen from 0.5: does the gradient match the loss?", StringComparison.Ordinal));

        static double Uphill(ReadOnlySpan<double> w, Span<double> gradients)
        {
            gradients[0] = 1 - w[0];
            return (w[0] - 1) * (w[0] - 1) / 2;
        }
    }

    [Fact]
    public void A_loss_without_a_lower_bound_ends_without_convergence()
    {
        var report = new ProximalGradient { MaxIterations = 1000 }.Minimize(Slope, new double[1], default(None));

        Assert.False(report.IsConverged, report.ToString());

        static double Slope(ReadOnlySpan<double> w, Span<double> gradients)
        {
            gradients[0] = 1;
            return w[0];
        }
    }

    [Fact]
    public void A_tolerance_finer_than_double_ends_without_convergence()
    {
        var report = new ProximalGradient { Tolerance = 1e-30 }.Minimize(_model.LeastSquares, new double[_model.WeightCount], new L1(10));

        Assert.False(report.IsConverged, report.ToString());
    }
}
