using System.Numerics;
using FsCheck.Xunit;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Properties;

/// <summary>What a step obeys under every penalty, in every mode, whatever the bits.</summary>
public abstract class StepProperties<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Property(MaxTest = Arbitraries.InputsWithPenalties)]
    public void Steps_in_a_row_from_ordinary_numbers_have_the_reference_bits(OrdinaryInput<T> input, PenaltyCase penalty) =>
        AssertLikeReference(input, penalty);

    [Property(MaxTest = Arbitraries.InputsWithPenalties)]
    public void Steps_in_a_row_from_any_bits_have_the_reference_bits(StepInput<T> input, PenaltyCase penalty) =>
        AssertLikeReference(input, penalty);

    [Property(MaxTest = Arbitraries.InputsWithPenalties)]
    public void A_step_of_strength_zero_is_the_plain_step_unless_there_is_a_bound(StepInput<T> input, PenaltyCase penalty) =>
        Combinations.ForEach(penalty, (rule, mode) =>
        {
            var plain = input.Step(rule, PenaltyTable.None, PenaltyMode.Coupled);
            var free = (input with { Strength = 0 }).Step(rule, penalty, mode);
            if (!penalty.IsBound)
            {
                SteppedWeight<T>.Equal(plain, free);
            }
        });

    [Property(MaxTest = Arbitraries.InputsWithPenalties)]
    public void Steps_from_negated_numbers_are_the_negated_steps_under_an_even_penalty(StepInput<T> input, PenaltyCase penalty) =>
        Combinations.ForEach(penalty, (rule, mode) =>
        {
            if (!penalty.IsEven)
            {
                return;
            }

            var weights = Train(rule, penalty, mode, input);
            var negated = Train(rule, penalty, mode, input with
            {
                Weights = Negate(input.Weights),
                Gradients = Negate(input.Gradients),
                States = Array.ConvertAll(input.States, Negate),
            });

            // A zero comes out as +0 of either.
            Assert.Equal([.. Negate(weights).Select(w => w == T.Zero ? T.Zero : w)], negated, Bits.Same);
        });

    [Property]
    public void A_step_that_climbs_is_one_with_negated_gradients(StepInput<T> input) =>
        Combinations.ForEach(PenaltyTable.ElasticNet, (rule, mode) =>
        {
            var penalty = PenaltyTable.ElasticNet;
            var climbing = input.Step(rule, penalty, mode, input.Options with { Maximize = true });
            var descending = (input with { Gradients = Negate(input.Gradients) }).Step(rule, penalty, mode, input.Options with { Maximize = false });
            SteppedWeight<T>.Equal(descending, climbing);
        });

    [Property]
    public void A_step_with_scaled_gradients_is_one_with_gradients_that_were_scaled_before(StepInput<T> input) =>
        Combinations.ForEach(PenaltyTable.ElasticNet, (rule, mode) =>
        {
            var penalty = PenaltyTable.ElasticNet;
            var scale = T.CreateTruncating(input.Options.GradientScale);
            var before = (input with { Gradients = Array.ConvertAll(input.Gradients, g => scale * g) })
                .Step(rule, penalty, mode, input.Options with { GradientScale = 1 });
            SteppedWeight<T>.Equal(before, input.Step(rule, penalty, mode, input.Options));
        });

    [Property]
    public void A_step_that_keeps_zeros_leaves_them_and_their_state_and_is_the_plain_step_elsewhere(StepInput<T> input) =>
        Combinations.ForEach(PenaltyTable.ElasticNet, (rule, mode) =>
        {
            var penalty = PenaltyTable.ElasticNet;
            var plain = input.Step(rule, penalty, mode, input.Options with { KeepZeros = false });
            var kept = input.Step(rule, penalty, mode, input.Options with { KeepZeros = true });

            // What is below the smallest normal number is zero, in a weight and in its state.
            static T Flushed(T number) => number == T.Zero || T.IsSubnormal(number) ? T.Zero : number;
            T[] zeros = new T[input.Length];
            T[][] states = [.. input.States.Take(rule.StateCount).Select(row => Array.ConvertAll(row, Flushed))];
            SteppedWeight<T>.Equal(
                [.. plain.Select((element, i) => Flushed(input.Weights[i]) == T.Zero ? SteppedWeight<T>.At(zeros, states, i) : element)],
                kept);
        });

    [Property(MaxTest = Arbitraries.InputsWithPenalties)]
    public void A_step_writes_neither_subnormal_numbers_nor_negative_zeros(StepInput<T> input, PenaltyCase penalty) =>
        Combinations.ForEach(penalty, (rule, mode) =>
        {
            foreach (var element in input.Step(rule, penalty, mode))
            {
                if (!element.All(number => !T.IsSubnormal(number) && (number != T.Zero || T.IsPositive(number))))
                {
                    Assert.Fail($"{element}");
                }
            }
        });

    [Property(MaxTest = Arbitraries.InputsWithPenalties)]
    public void A_step_from_subnormal_weights_is_the_step_from_zeros_in_their_place(StepInput<T> input, PenaltyCase penalty) =>
        Combinations.ForEach(penalty, (rule, mode) =>
        {
            var flushed = input with { Weights = Array.ConvertAll(input.Weights, w => T.IsSubnormal(w) ? T.Zero : w) };
            T[] expected = [.. flushed.Step(rule, penalty, mode).Select(after => after.Weight)];
            T[] actual = [.. input.Step(rule, penalty, mode).Select(after => after.Weight)];
            Assert.Equal(expected, actual, Bits.Same);
        });

    [Property(MaxTest = Arbitraries.InputsWithPenalties)]
    public void NaN_in_a_weight_its_gradient_or_its_state_makes_that_weight_NaN_and_no_other(StepInput<T> input, PenaltyCase penalty) =>
        Combinations.ForEach(penalty, (rule, mode) =>
        {
            var place = (int)(Bits.Of(input.Gradients[0]) % (ulong)input.Length);
            StepInput<T>[] planted =
            [
                input with { Weights = WithNaN(input.Weights, place) },
                input with { Gradients = WithNaN(input.Gradients, place) },
                .. Enumerable.Range(0, rule.StateCount).Select(slot =>
                    input with { States = [.. input.States.Select((row, i) => i == slot ? WithNaN(row, place) : row)] }),
            ];

            var expected = input.Step(rule, penalty, mode);
            Assert.All(planted, withNaN =>
            {
                var actual = withNaN.Step(rule, penalty, mode);
                Assert.True(T.IsNaN(actual[place].Weight), $"{actual[place]}");
                actual[place] = expected[place];
                SteppedWeight<T>.Equal(expected, actual);
            });
        });

    [Property]
    public void The_elastic_net_with_one_strength_zero_steps_like_the_other_penalty_alone(StepInput<T> input)
    {
        // An infinite weight times a strength of zero is NaN in one of the two.
        var finite = input with { Weights = Array.ConvertAll(input.Weights, w => T.IsFinite(w) ? w : T.One) };
        var (l1, l2) = (new L1(input.Strength), new L2(input.Strength));
        var (likeL1, likeL2) = (new ElasticNet(input.Strength, 0), new ElasticNet(0, input.Strength));

        Assert.Equal(finite.Step(l1.Coupled()), finite.Step(likeL1.Coupled()), Bits.Same);
        Assert.Equal(finite.Step(l1.Decoupled()), finite.Step(likeL1.Decoupled()), Bits.Same);
        Assert.Equal(finite.Step(l1.Proximal()), finite.Step(likeL1.Proximal()), Bits.Same);
        Assert.Equal(finite.Step(l2.Coupled()), finite.Step(likeL2.Coupled()), Bits.Same);
        Assert.Equal(finite.Step(l2.Decoupled()), finite.Step(likeL2.Decoupled()), Bits.Same);
        Assert.Equal(finite.Step(l2.Proximal()), finite.Step(likeL2.Proximal()), Bits.Same);
    }

    private static void AssertLikeReference(StepInput<T> input, PenaltyCase penalty) =>
        Combinations.ForEach(penalty, (rule, mode) =>
        {
            var kernel = penalty.Kernel<T>(input.Strength, rule, input.Rate, mode, input.OptionsUnder(penalty, rule));
            var state = rule.State<T>(input.Rate, input.Length);
            var start = new Operands<T>(
                [.. input.Weights], input.Gradients, [.. Enumerable.Range(0, rule.StateCount).Select(slot => state[slot].ToArray())], 0);
            var (expected, actual) = (start, start[..]);

            // The first steps, and one when the corrections of moments are over; each with other gradients.
            foreach (var (stepCount, gradients) in ((long, T[])[])[(0, input.Gradients), (1, input.States[0]), (2, input.States[1]), (1_000_000, input.States[2])])
            {
                expected = kernel.Expected(expected with { Sources = gradients, StepCount = stepCount });
                actual = actual with { Sources = gradients, StepCount = stepCount };
                actual.Run(kernel.Call);
                expected.AssertEqual(actual, new($"after {stepCount} steps", input.Length, 0));
            }
        });

    /// <summary>The weights after three steps from the state before the first.</summary>
    private static T[] Train(RuleCase rule, PenaltyCase penalty, PenaltyMode mode, StepInput<T> input)
    {
        var state = rule.State<T>(input.Rate, input.Length);
        T[] weights = [.. input.Weights];
        foreach (var gradients in (T[][])[input.Gradients, input.States[0], input.States[1]])
        {
            penalty.Step(input.Strength, rule, input.Rate, mode, weights, gradients, state.Spans);
        }

        return weights;
    }

    private static T[] Negate(T[] numbers) => Array.ConvertAll(numbers, number => -number);

    private static T[] WithNaN(T[] numbers, int place) => [.. numbers[..place], T.NaN, .. numbers[(place + 1)..]];
}

public class StepPropertiesOfFloat : StepProperties<float>;

public class StepPropertiesOfDouble : StepProperties<double>;
