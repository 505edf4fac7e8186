using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Rules;

public class ScheduleSingleTests : ScheduleTests<float>;

public class ScheduleDoubleTests : ScheduleTests<double>;

/// <summary>Rates and strengths that change at every step: rules and penalties are made anew, their state stays.</summary>
public abstract class ScheduleTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Length = 131;
    private const int Steps = 20;

    [Fact]
    public void Every_step_of_a_schedule_has_the_reference_bits_of_its_rate_and_strength()
    {
        var gradients = Enumerable.Range(0, Steps).Select(step => Samples.Gradients<T>(Length, seed: step)).ToArray();
        foreach (var rule in RuleTable.All)
        {
            foreach (var penalty in PenaltyTable.All)
            {
                foreach (var mode in penalty.Modes)
                {
                    var state = rule.State<T>(Rate(0), Length);
                    var weights = Samples.Weights<T>(Length, seed: 40);
                    var expected = new Operands<T>(
                        [.. weights], [], [.. Enumerable.Range(0, rule.StateCount).Select(slot => state[slot].ToArray())], 0);
                    for (var step = 0; step < Steps; step++)
                    {
                        var kernel = penalty.Kernel<T>(Strength(step), rule, Rate(step), mode, default);
                        expected = kernel.Expected(expected with { Sources = gradients[step], StepCount = step });
                        penalty.Step(Strength(step), rule, Rate(step), mode, weights, gradients[step], state.Spans);

                        var actual = new Operands<T>(
                            weights, gradients[step], [.. Enumerable.Range(0, rule.StateCount).Select(slot => state[slot].ToArray())], step);
                        expected.AssertEqual(actual, new($"step {step} of {kernel.Name}", Length, 0));
                    }
                }
            }
        }
    }

    [Fact]
    public void A_schedule_allocates_nothing()
    {
        var (weights, gradients) = (Samples.Weights<T>(Length, seed: 41), Samples.Gradients<T>(Length, seed: 42));
        var state = new Adam(Rate(0)).CreateState<Adam, T>(weights);
        Allocation.AssertNone("a schedule", () =>
        {
            for (var step = 0; step < Steps; step++)
            {
                new Adam(Rate(step)).Step(weights, gradients, new L1(Strength(step)).Proximal(), state);
            }
        });
    }

    private static double Rate(int step) => 0.1 / (1 + (0.3 * step));

    /// <summary>None at first: a penalty that charges nothing is left out.</summary>
    private static double Strength(int step) => 0.07 * step;
}
