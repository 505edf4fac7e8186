using System.Numerics;
using FsCheck.Xunit;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Properties;

/// <summary>What the proximal step x = argmin ½(x − v)² + α·p(x) of a convex penalty obeys.</summary>
/// <remarks>A step without gradients is one.</remarks>
public abstract class ProximalProperties<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Property(MaxTest = Arbitraries.InputsWithPenalties)]
    public void A_proximal_step_ends_where_the_slope_of_its_objective_crosses_zero(OrdinaryInput<T> input, PenaltyCase penalty)
    {
        if (!penalty.HasGradient || !penalty.IsConvex)
        {
            return; // ProximalDefinitionProperties has all penalties.
        }

        foreach (var step in Steps(input, penalty))
        {
            Assert.InRange(
                0,
                step.X - step.V + (input.Rate * step.Slope(Math.BitDecrement(step.X))) - step.SlopeTolerance,
                step.X - step.V + (input.Rate * step.Slope(Math.BitIncrement(step.X))) + step.SlopeTolerance);
        }
    }

    [Property(MaxTest = Arbitraries.InputsWithPenalties)]
    public void No_point_is_better_than_the_end_of_a_proximal_step(OrdinaryInput<T> input, PenaltyCase penalty)
    {
        if (!penalty.HasGradient || !penalty.IsConvex)
        {
            return; // ProximalDefinitionProperties has all penalties.
        }

        foreach (var (step, g) in Steps(input, penalty).Zip(input.Gradients))
        {
            var (x, v) = (step.X, step.V);
            var exact = step.Penalty.ProximalStep(v, (double)input.Rate);
            double[] near = [exact, 0.99 * x, 1.01 * x, x - 1e-3, x + 1e-3];
            double[] others = [0, v, -x, x / 2, 2 * x, double.CreateChecked(g)];
            Assert.All(near.Concat(others), other =>
            {
                var distance = other - x;
                var (here, there) = (step.Penalty.Value(x), step.Penalty.Value(other));
                var change = (distance * (x - v + (distance / 2))) + (input.Rate * (there - here));

                // The objective is convex: over a distance it falls by no more than its slope makes it. The change
                // itself is computed in double, in less than eight roundings.
                var far = Math.Abs(distance);
                var rounding = 8 * Numbers<double>.UnitRoundoff
                    * ((far * (Math.Abs(x) + Math.Abs(v) + far)) + (input.Rate * (there + here)));
                Assert.InRange(change, -rounding - (step.SlopeTolerance * far), double.PositiveInfinity);
            });
        }
    }

    [Property(MaxTest = Arbitraries.InputsWithPenalties)]
    public void Two_points_are_no_farther_apart_after_a_proximal_step_under_a_convex_penalty(OrdinaryInput<T> input, PenaltyCase penalty)
    {
        if (!penalty.IsConvex)
        {
            return;
        }

        // Near points too: the distance of the others is mostly that of the larger from zero.
        T[] near = [.. input.Weights.Select(w => w * T.CreateChecked(1.0625))];
        foreach (var others in (T[][])[input.Gradients, near])
        {
            foreach (var (a, b) in Steps(input, penalty).Zip(Steps(input with { Weights = others }, penalty)))
            {
                // The objective's slope rises by at least 1 over a distance of 1, so each end is no farther from
                // the true one than its slope from zero.
                Assert.InRange(Math.Abs(a.X - b.X), 0, Math.Abs(a.V - b.V) + a.SlopeTolerance + b.SlopeTolerance);
            }
        }
    }

    private static IEnumerable<ProximalStep> Steps(StepInput<T> input, PenaltyCase penalty)
    {
        var reference = penalty.Reference(input.Strength);
        return input.Weights.Zip(
            input.WithoutGradients().Step(penalty, PenaltyMode.Proximal),
            (v, x) => new ProximalStep(reference, input, double.CreateChecked(v), double.CreateChecked(x)));
    }

    /// <summary>The step from v to x.</summary>
    private sealed record ProximalStep(IPenaltyReference Penalty, StepInput<T> Input, double V, double X)
    {
        /// <summary>How far the objective's slope at x may be from zero, x being rounded.</summary>
        /// <remarks>
        /// A formula takes five roundings at most, of numbers no larger than |v| or α·p′(v), so that x is off by five
        /// units of their sum; and for each of those the slope changes by no more than 1 + α·s, no penalty curving by
        /// more than its strength. One more is for the slope at x, which is computed too.
        /// </remarks>
        public double SlopeTolerance { get; } = 6 * Numbers<T>.UnitRoundoff
            * (1 + (Input.Rate * Input.Strength))
            * (Math.Abs(V) + (Input.Rate * Penalty.AddGradient(Math.BitIncrement(Math.Abs(V)), 0.0)));

        public double Slope(double w) => Penalty.AddGradient(w, 0.0);
    }
}

public class ProximalPropertiesOfFloat : ProximalProperties<float>;

public class ProximalPropertiesOfDouble : ProximalProperties<double>;
