using System.Numerics;
using FsCheck.Xunit;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Properties;

/// <summary>How the proximal step of L1 makes weights zero and keeps them there.</summary>
public abstract class SoftThresholdProperties<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Property]
    public void A_weight_within_the_threshold_becomes_exactly_zero(OrdinaryInput<T> input)
    {
        var threshold = Threshold(input);
        T[] within = [.. input.Weights.Select(w => T.Clamp(w, -threshold, threshold))];

        AssertAllZero(Shrink((input with { Weights = within }).WithoutGradients()));
    }

    [Property]
    public void A_weight_beyond_the_threshold_does_not_become_zero(OrdinaryInput<T> input)
    {
        var threshold = Threshold(input);
        var farther = input.Weights.Select(w => w + T.CopySign(threshold, w));
        T[] beyond = [.. farther.Where(w => T.Abs(w) > threshold)];

        Assert.DoesNotContain(T.Zero, Shrink((input with { Weights = beyond }).WithoutGradients()));
    }

    [Property]
    public void A_zero_weight_stays_zero_under_a_gradient_no_larger_than_the_strength(StepInput<T> input)
    {
        var strength = T.CreateChecked(input.Strength);
        var quiet = input with
        {
            Weights = [.. input.Weights.Select(w => T.CopySign(T.Zero, w))],
            Gradients = [.. input.Gradients.Select(g => T.IsNaN(g) ? T.Zero : T.Clamp(g, -strength, strength))],

            // Where α·s is beyond the largest number, so may α·g be, and their difference is not a number.
            Rate = float.IsFinite(input.Rate * input.Strength) ? input.Rate : 1,
        };

        AssertAllZero(Shrink(quiet));
    }

    [Property]
    public void A_zero_weight_leaves_zero_under_a_gradient_larger_than_the_strength(OrdinaryInput<T> input)
    {
        var strength = T.CreateChecked(input.Strength);
        var loud = input with
        {
            Weights = new T[input.Length],
            Gradients = [.. input.Gradients.Select(g => g + T.CopySign(T.One + strength, g))],
            Rate = 1,
        };

        Assert.DoesNotContain(T.Zero, Shrink(loud));
    }

    /// <summary>α·s, as the step rounds it.</summary>
    private static T Threshold(StepInput<T> input) => T.CreateChecked(input.Rate) * T.CreateChecked(input.Strength);

    private static T[] Shrink(StepInput<T> input) => input.Step(new L1(input.Strength).Proximal());

    private static void AssertAllZero(T[] weights) => Assert.All(weights, w => Assert.Equal(T.Zero, w, Bits.Same));
}

public class SoftThresholdPropertiesOfFloat : SoftThresholdProperties<float>;

public class SoftThresholdPropertiesOfDouble : SoftThresholdProperties<double>;
