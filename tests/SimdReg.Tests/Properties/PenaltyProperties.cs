using System.Numerics;
using FsCheck.Xunit;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Properties;

/// <summary>What the value and the gradient of every penalty obey.</summary>
public abstract class PenaltyProperties<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Property(MaxTest = Arbitraries.InputsWithPenalties)]
    public void The_gradient_is_the_central_difference_of_the_penalty(OrdinaryInput<T> input, PenaltyCase penalty)
    {
        if (!penalty.HasGradient)
        {
            return;
        }

        var corners = penalty.Corners(input.Strength);
        var slopes = input.WithoutGradients().AddGradient(penalty);

        for (var i = 0; i < input.Length; i++)
        {
            // Wide, because a parabola's central difference is exact; but not across the kink at 0, which only the
            // difference at 0 itself straddles evenly. Under a logarithm narrower: there it is off by a third of (h/(w − h))².
            var w = input.Weights[i];
            var h = w == T.Zero ? Numbers<T>.SmallestOrdinary : T.Abs(w) / T.CreateChecked(penalty.IsParabolic ? 4 : 512);
            var (below, above) = (double.CreateChecked(w - h), double.CreateChecked(w + h));
            if (Array.Exists(corners, corner => Math.Abs(Math.Abs(double.CreateChecked(w)) - corner) <= double.CreateChecked(h)))
            {
                continue;
            }

            // Each value comes of four roundings at most. The quotient of their difference, the middle of the two
            // points and the gradient itself are off by eight more at most, of a quotient that is no larger than
            // the sum of the two over their distance.
            var (low, high) = (Value(penalty, input, [w - h]), Value(penalty, input, [w + h]));
            var tolerance = 12 * Numbers<T>.UnitRoundoff * (low + high) / (above - below);
            tolerance += penalty.IsParabolic ? 0 : Math.Abs(double.CreateChecked(slopes[i])) / (3 * 511 * 511);
            Assert.Equal((high - low) / (above - below), double.CreateChecked(slopes[i]), tolerance);
        }
    }

    [Property(MaxTest = Arbitraries.InputsWithPenalties)]
    public void A_penalty_is_even_unless_it_has_a_bound(StepInput<T> input, PenaltyCase penalty) =>
        Assert.All(EachAloneAndAll(input.Weights), weights =>
        {
            if (!penalty.IsEven)
            {
                return;
            }

            T[] negated = Array.ConvertAll(weights, w => -w);
            Assert.Equal(penalty.Of<T>(input.Strength, weights), penalty.Of<T>(input.Strength, negated), Bits.Same);
        });

    [Property(MaxTest = Arbitraries.InputsWithPenalties)]
    public void A_penalty_is_never_negative(StepInput<T> input, PenaltyCase penalty) =>
        Assert.All(EachAloneAndAll(input.Weights), weights =>
        {
            var value = penalty.Of<T>(input.Strength, weights);
            Assert.True(T.IsPositive(value) || T.IsNaN(value), $"{value}");
        });

    [Property(MaxTest = Arbitraries.InputsWithPenalties)]
    public void Zero_weights_are_free(StepInput<T> input, PenaltyCase penalty)
    {
        var zeros = Array.ConvertAll(input.Weights, w => T.CopySign(T.Zero, w));
        Assert.Equal(T.Zero, penalty.Of<T>(input.Strength, zeros), Bits.Same);
    }

    [Property(MaxTest = Arbitraries.InputsWithPenalties)]
    public void A_power_of_two_in_the_strength_is_the_same_power_of_two_in_the_penalty(OrdinaryInput<T> input, PenaltyCase penalty)
    {
        if (!penalty.IsFactor)
        {
            return;
        }

        foreach (var power in (int[])[-9, 1, 12])
        {
            Assert.Equal(
                T.ScaleB(penalty.Of<T>(input.Strength, input.Weights), power),
                penalty.Of<T>(Math.ScaleB(input.Strength, power), input.Weights),
                Bits.Same);
        }
    }

    [Property(MaxTest = Arbitraries.InputsWithPenalties)]
    public void A_factor_in_the_strength_is_the_same_factor_in_the_penalty(OrdinaryInput<T> input, PenaltyCase penalty)
    {
        if (!penalty.IsFactor)
        {
            return;
        }

        var factor = input.Rate;
        var expected = factor * Value(penalty, input, input.Weights);
        var actual = Value(penalty, input with { Strength = factor * input.Strength }, input.Weights);

        // The product of the two parameters is exact. On either side the terms, none of them negative, are off by
        // five roundings at most (the formula's four and the factor's), the sum by one for each addition, and the
        // result by one more to the element type.
        var roundings = (input.Length + 5) * Numbers<double>.UnitRoundoff;
        Assert.Equal(expected, actual, (roundings + Numbers<T>.UnitRoundoff) * (expected + actual));
    }

    /// <summary>Alone too, because among many random bits there is mostly a NaN, which makes the sum one.</summary>
    private static IEnumerable<T[]> EachAloneAndAll(T[] weights) => weights.Select(w => new[] { w }).Append(weights);

    private static double Value(PenaltyCase penalty, StepInput<T> input, ReadOnlySpan<T> weights) =>
        double.CreateChecked(penalty.Of(input.Strength, weights));
}

public class PenaltyPropertiesOfFloat : PenaltyProperties<float>;

public class PenaltyPropertiesOfDouble : PenaltyProperties<double>;
