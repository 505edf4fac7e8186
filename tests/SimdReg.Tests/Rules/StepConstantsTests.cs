namespace SimdReg.Tests.Rules;

/// <summary>What a rule computes once a step.</summary>
public class StepConstantsTests
{
    private static readonly long[] _steps = [1, 2, 3, 10, 1000, 1_000_000, long.MaxValue];

    [Fact]
    public void A_rule_is_the_same_after_it_was_asked_for_the_constants_of_any_steps_and_gives_the_same_ones_again()
    {
        AssertUnchanged(new Sgd(0.1));
        AssertUnchanged(new Momentum(0.1));
        AssertUnchanged(new NesterovMomentum(0.1));
        AssertUnchanged(new DampenedMomentum(0.1, 0.9, 0.3));
        AssertUnchanged(new Adam(0.1));
        AssertUnchanged(new AmsGrad(0.1));
        AssertUnchanged(new Adagrad(0.1, 0.25));
        AssertUnchanged(new RmsProp(0.1));
        AssertUnchanged(new CenteredRmsProp(0.1));
        AssertUnchanged(new RmsPropMomentum(0.1, 0.99, 0.9));
        AssertUnchanged(new CenteredRmsPropMomentum(0.1, 0.99, 0.9));
        AssertUnchanged(new Lion(0.1));
        AssertUnchanged(new Ftrl(0.1, 1, 0.2, 0.5));
    }

    [Fact]
    public void They_are_what_the_documentation_of_each_rule_says()
    {
        foreach (var step in _steps)
        {
            Assert.Equal(new(0.1), new Sgd(0.1).AtStep(step));
            Assert.Equal(new(0.1), new Momentum(0.1).AtStep(step));
            Assert.Equal(new(0.1), new NesterovMomentum(0.1).AtStep(step));
            Assert.Equal(new(0.1, step == 1 ? 1 : 1 - 0.3), new DampenedMomentum(0.1, 0.9, 0.3).AtStep(step));
            Assert.Equal(new(0.1, BiasCorrection.OfMean(0.8, step), BiasCorrection.OfRoot(0.9, step)), new Adam(0.1, 0.8, 0.9).AtStep(step));
            Assert.Equal(new Adam(0.1, 0.8, 0.9).AtStep(step), new AmsGrad(0.1, 0.8, 0.9).AtStep(step));
            Assert.Equal(new(0.1 / (1 + ((step - 1) * 0.25))), new Adagrad(0.1, 0.25).AtStep(step));
            Assert.Equal(new(0.1), new RmsProp(0.1).AtStep(step));
            Assert.Equal(new(0.1), new CenteredRmsProp(0.1).AtStep(step));
            Assert.Equal(new(0.1), new RmsPropMomentum(0.1, 0.99, 0.9).AtStep(step));
            Assert.Equal(new(0.1), new CenteredRmsPropMomentum(0.1, 0.99, 0.9).AtStep(step));
            Assert.Equal(new(0.1), new Lion(0.1).AtStep(step));
            Assert.Equal(new(0.1, 1 / 0.1, 1 + (0.1 * 0.5)), new Ftrl(0.1, 1, 0.2, 0.5).AtStep(step));
        }
    }

    private static void AssertUnchanged<TRule>(TRule rule)
        where TRule : struct, IUpdateRule<TRule>
    {
        var before = rule;
        var constants = Array.ConvertAll(_steps, rule.AtStep);
        Assert.Equal(before, rule);
        foreach (var (step, first) in _steps.Zip(constants).Reverse())
        {
            Assert.Equal(first, rule.AtStep(step));
        }
    }
}
