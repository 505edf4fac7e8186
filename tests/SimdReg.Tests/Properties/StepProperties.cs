using System.Numerics;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Properties;

/// <summary>What a step obeys under every penalty, in every mode, whatever the bits.</summary>
public abstract class StepProperties<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly PenaltyMode[] _modes = Enum.GetValues<PenaltyMode>();

    [Theory, ClassData(typeof(Penalties))]
    public void A_step_of_strength_zero_is_the_plain_step(string name) =>
        Law.HoldsForBits<T>(input =>
        {
            var plain = input.Step();
            Assert.All(_modes, mode =>
                Assert.Equal(plain, (input with { Strength = 0 }).Step(Penalties.Named(name), mode), Bits.Same));
        });

    [Theory, ClassData(typeof(Penalties))]
    public void A_step_from_negated_numbers_is_the_negated_step(string name) =>
        Law.HoldsForBits<T>(input => Assert.All(_modes, mode =>
        {
            var negated = input with { Weights = Negate(input.Weights), Gradients = Negate(input.Gradients) };

            // A zero comes out as +0 of either.
            T[] expected = [.. Negate(input.Step(Penalties.Named(name), mode)).Select(w => w == T.Zero ? T.Zero : w)];
            Assert.Equal(expected, negated.Step(Penalties.Named(name), mode), Bits.Same);
        }));

    [Theory, ClassData(typeof(Penalties))]
    public void A_step_writes_neither_subnormal_numbers_nor_negative_zeros(string name) =>
        Law.HoldsForBits<T>(input => Assert.All(_modes, mode =>
            Assert.DoesNotContain(
                input.Step(Penalties.Named(name), mode),
                w => T.IsSubnormal(w) || (w == T.Zero && T.IsNegative(w)))));

    [Theory, ClassData(typeof(Penalties))]
    public void A_step_from_subnormal_weights_is_the_step_from_zeros_in_their_place(string name) =>
        Law.HoldsForBits<T>(input => Assert.All(_modes, mode =>
        {
            var flushed = input with { Weights = Array.ConvertAll(input.Weights, w => T.IsSubnormal(w) ? T.Zero : w) };
            Assert.Equal(flushed.Step(Penalties.Named(name), mode), input.Step(Penalties.Named(name), mode), Bits.Same);
        }));

    [Theory, ClassData(typeof(Penalties))]
    public void NaN_in_a_weight_or_its_gradient_makes_that_weight_NaN_and_no_other(string name) =>
        Law.HoldsForBits<T>(input => Assert.All(_modes, mode =>
        {
            var penalty = Penalties.Named(name);
            var place = (int)(Bits.Of(input.Gradients[0]) % (ulong)input.Length);
            var inWeight = input with { Weights = WithNaN(input.Weights, place) };
            var inGradient = input with { Gradients = WithNaN(input.Gradients, place) };

            var expected = WithNaN(input.Step(penalty, mode), place);
            Assert.Equal(expected, inWeight.Step(penalty, mode), Bits.Same);
            Assert.Equal(expected, inGradient.Step(penalty, mode), Bits.Same);
        }));

    [Fact]
    public void The_elastic_net_with_one_strength_zero_steps_like_the_other_penalty_alone() =>
        Law.HoldsForBits<T>(input =>
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
        });

    private static T[] Negate(T[] numbers) => Array.ConvertAll(numbers, number => -number);

    private static T[] WithNaN(T[] numbers, int place) => [.. numbers[..place], T.NaN, .. numbers[(place + 1)..]];
}

public class StepPropertiesOfFloat : StepProperties<float>;

public class StepPropertiesOfDouble : StepProperties<double>;
