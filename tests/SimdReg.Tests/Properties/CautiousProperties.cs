using System.Numerics;
using FsCheck.Xunit;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Properties;

/// <summary>The definition of the cautious mode, under every rule: w′ = v − α·[(w − v)·w ≥ 0]·∂p(w), with v the weight after the step without a penalty.</summary>
public abstract class CautiousProperties<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Property(MaxTest = Arbitraries.InputsWithPenalties)]
    public void A_weight_that_the_update_moves_away_from_zero_and_every_state_are_those_of_the_step_without_a_penalty(StepInput<T> input, PenaltyCase penalty) =>
        ForEachRule(rule =>
        {
            if (!penalty.HasGradient)
            {
                return;
            }

            var plain = Plain(input, rule);
            var cautious = input.Step(rule, penalty, PenaltyMode.Cautious);
            SteppedWeight<T>.Equal(
                [.. plain.Select((element, i) => MovesAway(input.Weights[i], element.Weight) ? element : element with { Weight = cautious[i].Weight })],
                cautious);
        });

    [Property]
    public void With_L2_a_weight_decays_exactly_where_the_update_and_the_weight_agree_in_sign_or_one_is_zero(OrdinaryInput<T> input) =>
        ForEachRule(rule =>
        {
            var rate = T.CreateTruncating(rule.Reference(input.Rate).LearningRateAt(1));
            var plain = Plain(input, rule);
            var cautious = input.Step(rule, PenaltyTable.L2, PenaltyMode.Cautious);
            for (var i = 0; i < input.Length; i++)
            {
                var (w, v) = (input.Weights[i], plain[i].Weight);
                var expected = MovesAway(w, v) ? v : T.FusedMultiplyAdd(-rate, T.CreateTruncating(input.Strength) * w, v);
                Assert.Equal(expected == T.Zero ? T.Zero : expected, cautious[i].Weight, Bits.Same);
            }
        });

    /// <summary>
    /// Both subtract the same update and the same pull from the weight, in the other order. Each subtraction is rounded once, with an error of at most
    /// u times its result, and what is stored is then less than the smallest normal number away from that result.
    /// </summary>
    [Property(MaxTest = Arbitraries.InputsWithPenalties)]
    public void Where_the_update_does_not_oppose_the_penalty_the_step_is_the_decoupled_one_up_to_rounding(OrdinaryInput<T> input, PenaltyCase penalty) =>
        ForEachRule(rule =>
        {
            if (rule.Name == nameof(Ftrl) || !penalty.HasGradient)
            {
                // The weight of Ftrl is not the old one less an update.
                return;
            }

            var rate = T.CreateTruncating(rule.Reference(input.Rate).LearningRateAt(1));
            var pull = input.WithoutGradients().AddGradient(penalty);
            var plain = Plain(input, rule);
            var decoupled = input.Step(rule, penalty, PenaltyMode.Decoupled);
            var cautious = input.Step(rule, penalty, PenaltyMode.Cautious);
            for (var i = 0; i < input.Length; i++)
            {
                if (!MovesAway(input.Weights[i], plain[i].Weight))
                {
                    T[] rounded = [T.FusedMultiplyAdd(-rate, pull[i], input.Weights[i]), decoupled[i].Weight, plain[i].Weight, cautious[i].Weight];
                    AssertNear(rounded[1], rounded[3], rounded.Sum(number => Math.Abs(double.CreateChecked(number))));
                }
            }
        });

    private static void AssertNear(T decoupled, T cautious, double sumOfResults)
    {
        // The bound is itself rounded: hence a little more.
        var bound = (1.001 * Numbers<T>.UnitRoundoff * sumOfResults) + (2 * double.CreateChecked(Samples.SmallestNormal<T>()));
        if (T.IsNaN(decoupled) || T.IsNaN(cautious))
        {
            Assert.True(T.IsNaN(decoupled) && T.IsNaN(cautious), $"Decoupled {decoupled}, cautious {cautious}.");
        }
        else
        {
            Assert.True(
                Math.Abs(double.CreateChecked(decoupled) - double.CreateChecked(cautious)) <= bound,
                $"Decoupled {decoupled:R}, cautious {cautious:R}: further apart than {bound}.");
        }
    }

    /// <summary>Whether w moves away from zero on the way to v. A subnormal weight counts as zero.</summary>
    private static bool MovesAway(T w, T v) => !T.IsSubnormal(w) && ((w > T.Zero && v > w) || (w < T.Zero && v < w));

    private static SteppedWeight<T>[] Plain(StepInput<T> input, RuleCase rule) => input.Step(rule, PenaltyTable.None, PenaltyMode.Coupled);

    private static void ForEachRule(Action<RuleCase> test)
    {
        foreach (var rule in RuleTable.All)
        {
            test(rule);
        }
    }
}

public class CautiousPropertiesOfFloat : CautiousProperties<float>;

public class CautiousPropertiesOfDouble : CautiousProperties<double>;
