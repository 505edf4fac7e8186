using System.Numerics;
using FsCheck.Xunit;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Groups;

public class RatePerWeightSingleProperties : RatePerWeightProperties<float>;

public class RatePerWeightDoubleProperties : RatePerWeightProperties<double>;

/// <summary>A proximal step of a group whose weights have rates of their own is a minimum at those rates.</summary>
public abstract class RatePerWeightProperties<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Property(MaxTest = 20, Arbitrary = [typeof(GroupArbitraries)])]
    public void Each_group_fulfils_the_conditions_of_its_minimum(GroupInput<T> input) =>
        ForEach(input, (_, points, rates, weights, group, at) =>
        {
            foreach (var indices in input.Shape.Lists)
            {
                GroupOptimality.Assert<T>(
                    [.. indices.Select(i => points[i])], [.. indices.Select(i => rates[i])], [.. indices.Select(i => weights[i])], group, at);
            }
        });

    [Property(MaxTest = 10, Arbitrary = [typeof(GroupArbitraries)])]
    public void A_weight_without_a_group_and_the_state_have_the_bits_of_the_step_on_each_weight(GroupInput<T> input) =>
        ForEach(input, (states, points, _, weights, _, at) =>
        {
            Assert.All(Enumerable.Range(0, weights.Length).Except(input.Shape.Lists.SelectMany(list => list)), i =>
                Bits.Equal<T>([points[i]], [weights[i]], new(at, 1, i)));
            foreach (var (expected, actual) in states)
            {
                Bits.Equal<T>(expected, actual, new(at, weights.Length, 0, ", state"));
            }
        });

    [Property(MaxTest = 10, Arbitrary = [typeof(GroupArbitraries)])]
    public void Zero_groups_without_gradients_stay_exactly_zero(GroupInput<T> input)
    {
        var zeros = input with { Numbers = input.Numbers with { Weights = new T[input.Shape.Length], Gradients = new T[input.Shape.Length], States = [.. input.Numbers.States.Select(row => new T[row.Length])] } };
        ForEach(zeros, (_, _, _, weights, _, at) => Bits.Equal<T>(new T[weights.Length], weights, new(at, weights.Length, 0)));
    }

    private static void ForEach(GroupInput<T> input, Action<(T[], T[])[], T[], T[], T[], IGroupReference, string> assert)
    {
        var (strength, rate, shape) = (input.Numbers.Strength, input.Numbers.Rate, input.Shape);
        foreach (var rule in RuleTable.All.Where(rule => rule.HasRatePerWeight))
        {
            foreach (var group in GroupCase.All.Where(group => !group.Reference(1).IsSet))
            {
                var (given, options) = (GroupStepProperties<T>.Start(input, rule, rate), rule.StateCount == 2 ? input.Numbers.Options with { KeepZeros = false } : default);
                var reference = new GroupStepReference(PenaltyMode.Proximal, rule.Reference(rate), group.Element(strength), group.Reference(strength), shape.Lists);
                foreach (var (stepCount, gradients) in ((long, T[])[])[(0, input.Numbers.Gradients), (1, input.Numbers.States[0])])
                {
                    var points = given[..];
                    reference.Step(points.Targets, gradients, points.States, stepCount + 1, options, out var rates);
                    given = given with { Sources = gradients, StepCount = stepCount };
                    given.Run((_, _, state) => group.Step(strength, shape.Groups, rule, rate, PenaltyMode.Proximal, given.Targets, gradients, state, options));
                    assert([.. points.States.Zip(given.States)], points.Targets, rates, given.Targets, group.Reference(strength), $"{group}, {rule}, {shape.Name}, step {stepCount}");
                }
            }
        }
    }
}
