using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using SimdReg.Lanes;

namespace SimdReg.Tests.Properties;

public class RatePropertiesOfFloat : RateProperties<float>;

public class RatePropertiesOfDouble : RateProperties<double>;

/// <summary>The rate that a rule hands to a proximal penalty, at the ends of what its parameters may be.</summary>
public abstract class RateProperties<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Length = 19;
    private const int Steps = 3;

    private static readonly Gen<double> _amounts = Gen.Elements(0, 1e-300, 1e-45, 1.1754943508222875e-38, 1e-20, 0.1, 1, 1e20, float.MaxValue);

    private static readonly Gen<double> _shares = Gen.Elements(0, 1e-30, 0.5, 0.999, 1 - 1e-10);

    // From zero to the largest number whose square is finite. Beyond it a second moment is infinite, and times a β of 0 it is NaN.
    private static readonly Gen<T> _gradients = Gen
        .Elements(0, 1e-300, 1e-45, 1e-38, 1e-30, 1e-20, 1, 1.8e19)
        .SelectMany(magnitude => Gen.Elements(magnitude, -magnitude), (_, gradient) => T.CreateTruncating(gradient));

    [Fact]
    public void It_is_finite_and_at_least_zero_for_every_rule()
    {
        AssertFinite(p => new Sgd(p.Rate));
        AssertFinite(p => new Momentum(p.Rate, p.Share));
        AssertFinite(p => new Momentum(p.Rate, p.Share).Nesterov());
        AssertFinite(p => new Momentum(p.Rate, p.Share).Dampened(p.OtherShare));
        AssertFinite(p => new Adam(p.Rate, p.Share, p.OtherShare, p.First));
        AssertFinite(p => new Adam(p.Rate, p.Share, p.OtherShare, p.First).AmsGrad());
        AssertFinite(p => new Adagrad(p.Rate, p.First, p.Second, p.Third));
        AssertFinite(p => new RmsProp(p.Rate, p.Share, p.First));
        AssertFinite(p => new RmsProp(p.Rate, p.Share, p.First).Centered());
        AssertFinite(p => new RmsProp(p.Rate, p.Share, p.First).WithMomentum(p.OtherShare));
        AssertFinite(p => new RmsProp(p.Rate, p.Share, p.First).Centered().WithMomentum(p.OtherShare));
        AssertFinite(p => new Lion(p.Rate, p.Share, p.OtherShare));
        AssertFinite(p => new Ftrl(p.Rate, p.First, p.Second, p.Third));
    }

    private static void AssertFinite<TRule>(Func<Parameters, TRule> create)
        where TRule : struct, IUpdateRule<TRule>
    {
        var taken = 0;
        var inputs = from amounts in _amounts.ArrayOf(4)
                     from shares in _shares.ArrayOf(2)
                     from gradients in _gradients.ArrayOf(Length).ArrayOf(Steps)
                     select (new Parameters(amounts[0], amounts[1], amounts[2], amounts[3], shares[0], shares[1]), gradients);
        Prop.ForAll(inputs.ToArbitrary(), input =>
        {
            if (TryCreate(create, input.Item1) is { } rule)
            {
                taken++;
                AssertFinite(rule, input.gradients);
            }
        }).QuickCheckThrowOnFailure();
        Assert.InRange(taken, 5, int.MaxValue);
    }

    private static void AssertFinite<TRule>(TRule rule, T[][] gradients)
        where TRule : struct, IUpdateRule<TRule>
    {
        var state = rule.CreateState<TRule, T>(new T[Length]);
        foreach (var step in gradients)
        {
            var rates = new T[Length];
            rule.Step(rates, step, default(RateInPlaceOfWeight).Proximal(), state);
            Assert.All(rates, (rate, i) => Assert.True(T.IsFinite(rate) && rate >= T.Zero, $"{rule}: gradient {step[i]}, rate {rate}"));
        }
    }

    /// <summary>The rule, or null where its constructor refuses these parameters together.</summary>
    private static TRule? TryCreate<TRule>(Func<Parameters, TRule> create, Parameters parameters)
        where TRule : struct
    {
        try
        {
            return create(parameters);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private sealed record Parameters(double Rate, double First, double Second, double Third, double Share, double OtherShare);

    /// <summary>Replaces each weight by the rate.</summary>
    private readonly struct RateInPlaceOfWeight : IPenalty
    {
        public bool IsZero => false;

        public L Value<L>(L weights)
            where L : struct, ILanes<L> => L.Zero;

        public L AddGradient<L>(L weights, L gradients)
            where L : struct, ILanes<L> => gradients;

        public L ProximalStep<L>(L points, L rate)
            where L : struct, ILanes<L> => rate;
    }
}
