namespace SimdReg.Tests.Rules;

/// <summary>Rules where their formulas have an edge: a case, a clamp, a start or a rate of their own.</summary>
public class UpdateRuleTests
{
    [Fact]
    public void Centred_RMSProp_survives_a_variance_that_rounds_to_below_zero()
    {
        Run(new CenteredRmsProp(0.01, 0.5));
        Run(new CenteredRmsPropMomentum(0.01, 0.5, 0.9));

        static void Run<TRule>(TRule rule)
            where TRule : struct, IUpdateRule<TRule>
        {
            // With a gradient that does not change, v − m² falls to its rounding errors, of either sign.
            var gradients = Enumerable.Range(0, FirstStep.Count).Select(i => 0.1f + (0.013f * i)).ToArray();
            var weights = new float[FirstStep.Count];
            var state = rule.CreateState<TRule, float>(weights);
            var hasBeenNegative = false;
            for (var step = 0; step < 60; step++)
            {
                rule.Step(weights, gradients, state);
                Assert.All(weights, w => Assert.True(float.IsFinite(w)));
                for (var i = 0; i < FirstStep.Count; i++)
                {
                    hasBeenNegative |= Math.FusedMultiplyAdd(-(double)state[1][i], state[1][i], state[0][i]) < 0;
                }
            }

            Assert.True(hasBeenNegative, "No variance was negative: the test tests nothing.");
        }
    }

    [Fact]
    public void Centred_RMSProp_shows_what_is_NaN_in_its_means()
    {
        Run(new CenteredRmsProp(0.01));
        Run(new CenteredRmsPropMomentum(0.01, 0.99, 0.9));

        static void Run<TRule>(TRule rule)
            where TRule : struct, IUpdateRule<TRule>
        {
            for (var slot = 0; slot < TRule.StateCount; slot++)
            {
                Assert.All(FirstStep.From(rule, 1f, 0.1f, slot, float.NaN), w => Assert.True(float.IsNaN(w)));
            }
        }
    }

    [Fact]
    public void Lion_moves_a_weight_by_the_learning_rate_and_not_at_all_without_a_gradient()
    {
        var rule = new Lion(0.25);
        Assert.All(FirstStep.From(rule, 1f, 1e-30f), w => Assert.Equal(0.75f, w));
        Assert.All(FirstStep.From(rule, 1f, -1e30f), w => Assert.Equal(1.25f, w));
        Assert.All(FirstStep.From(rule, 1f, 0f), w => Assert.Equal(1f, w));
        Assert.All(FirstStep.From(rule, 1f, -0f), w => Assert.Equal(1f, w));
        Assert.All(FirstStep.From(rule, 1f, float.NegativeInfinity), w => Assert.Equal(1.25f, w));
        Assert.All(FirstStep.From(rule, 1f, float.NaN), w => Assert.True(float.IsNaN(w)));
    }

    [Fact]
    public void Adagrad_begins_with_its_initial_accumulator()
    {
        var state = new Adagrad(0.1, 0, 0.7).CreateState<Adagrad, float>(new float[FirstStep.Count]);
        Assert.Equal(Enumerable.Repeat(0.7f, FirstStep.Count), state[0].ToArray());
    }

    [Fact]
    public void The_falling_rate_of_Adagrad_is_the_rate_of_each_step_in_every_mode()
    {
        var rule = new Adagrad(0.5, 0.25, 0.1);
        for (var step = 1; step <= 5; step++)
        {
            var same = new Adagrad(0.5 / (1 + ((step - 1) * 0.25)), 0, 0.1);
            AssertSameStep(rule, same, step, new L2(0.3).Coupled());
            AssertSameStep(rule, same, step, new L2(0.3).Decoupled());
            AssertSameStep(rule, same, step, new L2(0.3).Cautious());
            AssertSameStep(rule, same, step, new L1(0.3).Proximal());
        }

        static void AssertSameStep<TPenalty, TMode>(Adagrad rule, Adagrad same, int step, PenaltyTerm<TPenalty, TMode> term)
            where TPenalty : struct, IPenalty
            where TMode : struct, IPenaltyMode
        {
            var gradients = Enumerable.Range(1, FirstStep.Count).Select(i => 0.1 * i).ToArray();
            var (actual, expected) = (gradients.ToArray(), gradients.ToArray());
            var (stepCount, accumulators) = ((long)step - 1, Enumerable.Repeat(0.2, FirstStep.Count).ToArray());
            var (sameCount, sameAccumulators) = (0L, accumulators.ToArray());
            rule.Step(actual, gradients, term, new StateSpans<double>(ref stepCount, accumulators));
            same.Step(expected, gradients, term, new StateSpans<double>(ref sameCount, sameAccumulators));
            Assert.Equal(expected, actual);
            Assert.Equal(sameAccumulators, accumulators);
        }
    }
}
