using System.Numerics;

namespace SimdReg.Tests.Rules;

/// <summary>Shares close to 1, as momentum and running means have them: as floats, those from 1 − 2⁻²⁵ on are 1.</summary>
public class ShareTests
{
    // The largest float below 1, and the largest double below halfway to 1, which rounds to it.
    private static readonly double[] _belowOneAsFloats = [1 - Math.ScaleB(1, -24), Math.BitDecrement(1 - Math.ScaleB(1, -25))];

    // Halfway is a tie, which goes to 1.
    private static readonly double[] _oneAsFloats = [1 - Math.ScaleB(1, -25), 1 - Math.ScaleB(1, -26), Math.BitDecrement(1.0)];

    [Fact]
    public void What_a_rule_remembers_decays_in_double_for_any_share_below_1_and_in_float_up_to_halfway_from_the_largest_float_to_1()
    {
        AssertDecays(share => new Momentum(0.1, share), 0);
        AssertDecays(share => new NesterovMomentum(0.1, share), 0);
        AssertDecays(share => new DampenedMomentum(0.1, share, 0.5), 0);
        AssertDecays(share => new Adam(0.1, beta1: share), 0);
        AssertDecays(share => new Adam(0.1, beta2: share), 1);
        AssertDecays(share => new AmsGrad(0.1, beta1: share), 0);
        AssertDecays(share => new AmsGrad(0.1, beta2: share), 1);
        AssertDecays(share => new RmsProp(0.1, decay: share), 0);
        AssertDecays(share => new RmsProp(0.1).WithMomentum(share), 1);
        AssertDecays(share => new RmsPropMomentum(0.1, share, 0.9), 0);
        AssertDecays(share => new CenteredRmsProp(0.1, decay: share), 0);
        AssertDecays(share => new CenteredRmsProp(0.1, decay: share), 1);
        AssertDecays(share => new CenteredRmsProp(0.1).WithMomentum(share), 2);
        AssertDecays(share => new CenteredRmsPropMomentum(0.1, share, 0.9), 0);
        AssertDecays(share => new CenteredRmsPropMomentum(0.1, share, 0.9), 1);
        AssertDecays(share => new Lion(0.1, beta2: share), 0);
    }

    [Fact]
    public void The_share_of_the_mean_in_the_direction_of_Lion_is_1_for_floats_from_halfway_on()
    {
        // Of m = 1 and g = −1/(1 − β₁) the direction is β₁ − 1, or 0 where β₁ is 1.
        Assert.Equal(1, Step<float>(_belowOneAsFloats[0]));
        Assert.Equal(0, Step<float>(_oneAsFloats[0]));
        Assert.Equal(1, Step<double>(_belowOneAsFloats[0]));
        Assert.Equal(1, Step<double>(_oneAsFloats[0]));

        static T Step<T>(double share)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var rule = new Lion(1, beta1: share);
            T[] weights = [T.Zero];
            var state = rule.CreateState<Lion, T>(weights);
            state[0][0] = T.One;
            rule.Step(weights, [T.CreateTruncating(-1 / (1 - share))], state);
            return weights[0];
        }
    }

    private static void AssertDecays<TRule>(Func<double, TRule> create, int slot)
        where TRule : struct, IUpdateRule<TRule>
    {
        foreach (var share in _belowOneAsFloats)
        {
            Assert.True(Decays<TRule, float>(create(share), slot), $"In float {slot} of {create(share)} stays.");
            Assert.True(Decays<TRule, double>(create(share), slot), $"In double {slot} of {create(share)} stays.");
        }

        foreach (var share in _oneAsFloats)
        {
            Assert.False(Decays<TRule, float>(create(share), slot), $"In float {slot} of {create(share)} decays.");
            Assert.True(Decays<TRule, double>(create(share), slot), $"In double {slot} of {create(share)} stays.");
        }
    }

    /// <summary>Whether a step without a gradient, after one with, makes a number of the state smaller.</summary>
    private static bool Decays<TRule, T>(TRule rule, int slot)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] weights = [T.One];
        var state = rule.CreateState<TRule, T>(weights);
        rule.Step(weights, [T.One], state);
        var before = state[slot][0];
        rule.Step(weights, [T.Zero], state);
        Assert.InRange(state[slot][0], T.Epsilon, before);
        return state[slot][0] < before;
    }
}
