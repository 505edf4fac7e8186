using SimdReg.Lanes;

namespace SimdReg.Tests.Rules;

/// <summary>A rule keeps 0 to 3 numbers for each weight.</summary>
public class RuleStateCountTests
{
    [Fact]
    public void A_rule_that_keeps_another_number_is_refused_everywhere_in_the_same_words()
    {
        AssertRefused<KeepsFour>();
        AssertRefused<KeepsMinusOne>();
        AssertRefused<KeepsTooMany>();
    }

    private static void AssertRefused<TRule>()
        where TRule : struct, IUpdateRule<TRule>
    {
        var rule = default(TRule);
        float[] weights = [1, 2, 3], gradients = [4, 5, 6], kept = [7, 8, 9];
        var steps = 0L;
        foreach (var call in (Action[])
            [
                () => new ParameterSet<float>().Add(weights, gradients, rule),
                () => Optimizer<float>.Create(rule, 3),
                () => _ = new UpdateState<TRule, float>(rule, 3),
                () => _ = new UpdateState<TRule, float>(rule, 0),
                () => rule.CreateState<TRule, float>(weights),
                () => rule.Step<TRule, float>(weights, gradients),
                () => rule.TryStep<TRule, float>(weights, gradients),
                () => rule.MeasuredStep<TRule, float>(weights, gradients),
                () => rule.Step<TRule, float>(weights, gradients, new StateSpans<float>(ref steps, kept)),
                () => rule.TryStep(weights, gradients, new L2(0.1), new StateSpans<float>(ref steps, kept)),
                () => rule.MeasuredStep(weights, gradients, new L2(0.1).Proximal(), new StateSpans<float>(ref steps, kept)),
            ])
        {
            Assert.Equal(
                $"{typeof(TRule).Name}.StateCount is {TRule.StateCount}: a rule keeps 0 to 3 numbers for each weight.",
                Assert.Throws<NotSupportedException>(call).Message);
        }

        Assert.Equal([1, 2, 3], weights);
        Assert.Equal([7, 8, 9], kept);
        Assert.Equal(0, steps);
    }

    private readonly struct KeepsFour : IUpdateRule<KeepsFour>
    {
        public static int StateCount => 4;

        public double LearningRate => 1;

        public KeepsFour WithLearningRate(double learningRate) => this;

        public StepConstants AtStep(long stepNumber) => new(LearningRate);

        public L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
            where L : struct, ILanes<L> => weights - gradients;
    }

    private readonly struct KeepsMinusOne : IUpdateRule<KeepsMinusOne>
    {
        public static int StateCount => -1;

        public double LearningRate => 1;

        public KeepsMinusOne WithLearningRate(double learningRate) => this;

        public StepConstants AtStep(long stepNumber) => new(LearningRate);

        public L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
            where L : struct, ILanes<L> => weights - gradients;
    }

    private readonly struct KeepsTooMany : IUpdateRule<KeepsTooMany>
    {
        public static int StateCount => int.MaxValue;

        public double LearningRate => 1;

        public KeepsTooMany WithLearningRate(double learningRate) => this;

        public StepConstants AtStep(long stepNumber) => new(LearningRate);

        public L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
            where L : struct, ILanes<L> => weights - gradients;
    }
}
