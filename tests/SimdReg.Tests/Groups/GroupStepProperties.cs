using System.Numerics;
using FsCheck.Xunit;
using SimdReg.Tests.Properties;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Groups;

public class GroupStepSingleProperties : GroupStepProperties<float>;

public class GroupStepDoubleProperties : GroupStepProperties<double>;

/// <summary>A step over groups has the bits of its definition, unless each weight has a rate of its own in a proximal step.</summary>
public abstract class GroupStepProperties<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Property(MaxTest = 6, Arbitrary = [typeof(GroupArbitraries)])]
    public void Steps_in_a_row_from_ordinary_numbers_have_the_reference_bits(GroupInput<T> input) => AssertLikeReference(input);

    [Property(MaxTest = 6, Arbitrary = [typeof(WildGroupArbitraries)])]
    public void Steps_in_a_row_from_any_bits_have_the_reference_bits(GroupInput<T> input) => AssertLikeReference(input);

    private static void AssertLikeReference(GroupInput<T> input)
    {
        foreach (var group in GroupCase.All)
        {
            Combinations.ForEach(PenaltyTable.L2, (rule, mode) =>
            {
                if (!IsDefinedByBits(rule, mode, group))
                {
                    return;
                }

                var (strength, rate) = (input.Numbers.Strength, input.Numbers.Rate);
                var options = rule == RuleTable.Sgd || rule.StateCount == 2 ? input.Numbers.Options : default;
                var reference = new GroupStepReference(mode, rule.Reference(rate), group.Element(strength), group.Reference(strength), input.Shape.Lists);
                var given = Start(input, rule, rate);
                var (expected, actual) = (given[..], given[..]);
                foreach (var (stepCount, gradients) in ((long, T[])[])[(0, input.Numbers.Gradients), (1, input.Numbers.States[0]), (2, input.Numbers.States[1])])
                {
                    reference.Step(expected.Targets, gradients, expected.States, stepCount + 1, options);
                    actual = actual with { Sources = gradients, StepCount = stepCount };
                    actual.Run((weights, g, state) => group.Step(strength, input.Shape.Groups, rule, rate, mode, actual.Targets, gradients, state, options));
                    (expected with { Sources = gradients }).AssertEqual(actual, new($"{group}, {rule}, {mode}, {input.Shape.Name}, {options}, step {stepCount}", input.Shape.Length, 0));
                }
            });
        }
    }

    /// <summary>A set has no gradient, and it is projected onto at any rates.</summary>
    private static bool IsDefinedByBits(RuleCase rule, PenaltyMode mode, GroupCase group) =>
        mode == PenaltyMode.Proximal ? group.Reference(1).IsSet || !rule.HasRatePerWeight : !group.Reference(1).IsSet;

    internal static Operands<T> Start(GroupInput<T> input, RuleCase rule, double rate)
    {
        var state = rule.State<T>(rate, input.Shape.Length);
        return new([.. input.Numbers.Weights], input.Numbers.Gradients, [.. Enumerable.Range(0, rule.StateCount).Select(slot => state[slot].ToArray())], 0);
    }
}
