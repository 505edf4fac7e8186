using System.Numerics;
using FsCheck.Xunit;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Properties;

/// <summary>When a weight of zero stays zero under the proximal step of L1 after rules that have a memory.</summary>
/// <remarks>
/// Both the step r·d and the threshold r·s are one rounded product with the same rate r, and rounding keeps order. So the weight
/// stays exactly zero wherever |d| ≤ s, whatever r: d is what the rule multiplies with the rate, not the gradient.
/// </remarks>
public abstract class ThresholdUnderMomentsProperties<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Property]
    public void A_zero_weight_stays_zero_under_momentum_where_its_velocity_is_no_larger_than_the_strength(OrdinaryInput<T> input) =>
        AssertStaysZero(input, new Momentum(input.Rate, 0.9), state => state[0]);

    [Property]
    public void A_zero_weight_stays_zero_under_Adam_where_its_corrected_mean_is_no_larger_than_the_strength(OrdinaryInput<T> input) =>
        AssertStaysZero(input, new Adam(input.Rate, 0.9, 0.99), state => Corrected(state[0]));

    [Property]
    public void A_zero_weight_stays_zero_under_AMSGrad_where_its_corrected_mean_is_no_larger_than_the_strength(OrdinaryInput<T> input) =>
        AssertStaysZero(input, new AmsGrad(input.Rate, 0.9, 0.99), state => Corrected(state[0]));

    /// <summary>m̂ in the third step.</summary>
    private static T Corrected(T mean) => T.CreateTruncating(1 / PowerReference.OneMinusPower(0.9, 3)) * mean;

    private static void AssertStaysZero<TRule>(StepInput<T> input, TRule rule, Func<T[], T> direction)
        where TRule : struct, IUpdateRule<TRule>
    {
        // Two steps by gradients of any size give it a memory; in the third the weight is zero.
        var state = rule.CreateState<TRule, T>(input.Weights);
        var weights = new T[input.Length];
        rule.Step(weights, input.States[0], state);
        rule.Step(weights, input.States[1], state);
        Array.Clear(weights);
        rule.Step(weights, input.Gradients, new L1(input.Strength).Proximal(), state);

        var strength = T.CreateTruncating(input.Strength);
        for (var i = 0; i < weights.Length; i++)
        {
            var d = direction([.. Enumerable.Range(0, TRule.StateCount).Select(slot => state[slot][i])]);
            if (T.Abs(d) <= strength)
            {
                Assert.Equal(T.Zero, weights[i], Bits.Same);
            }
            else if (input.Rate > 0 && T.Abs(d) > strength * T.CreateTruncating(1.001))
            {
                // Beyond by more than two roundings it leaves, against the direction.
                Assert.Equal(-T.Sign(d), T.Sign(weights[i]));
            }
        }
    }
}

public class ThresholdUnderMomentsPropertiesOfFloat : ThresholdUnderMomentsProperties<float>;

public class ThresholdUnderMomentsPropertiesOfDouble : ThresholdUnderMomentsProperties<double>;
