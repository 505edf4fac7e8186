using SimdReg.Lanes;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Steps;

/// <summary>What a penalty or a rule that throws during a step leaves behind.</summary>
public sealed class ThrowingFormulaTests : IDisposable
{
    private const int Length = 83;

    private static bool _throws;

    public ThrowingFormulaTests() => _throws = true;

    public void Dispose() => _throws = false;

    [Fact]
    public void A_step_whose_penalty_throws_is_not_counted_and_a_later_one_is()
    {
        var rule = new Adam(0.1);
        var (weights, gradients, state) = Operands(rule);
        AssertUncounted(
            () => state.StepCount,
            () => rule.Step(weights, gradients, default(ThrowingPenalty), state),
            () => Assert.True(rule.TryStep(weights, gradients, default(ThrowingPenalty), state)),
            () => rule.MeasuredStep(weights, gradients, default(ThrowingPenalty), state));
    }

    [Fact]
    public void A_step_whose_rule_throws_is_not_counted_and_a_later_one_is()
    {
        var rule = default(ThrowingRule);
        var (weights, gradients, state) = Operands(rule);
        AssertUncounted(
            () => state.StepCount,
            () => rule.Step<ThrowingRule, float>(weights, gradients, state),
            () => Assert.True(rule.TryStep<ThrowingRule, float>(weights, gradients, state)),
            () => rule.MeasuredStep<ThrowingRule, float>(weights, gradients, state));
    }

    [Fact]
    public void A_step_of_a_set_in_which_one_penalty_throws_counts_in_no_array_and_a_later_one_in_all()
    {
        var rule = new Adam(0.1);
        var set = new ParameterSet<float>();
        set.Add(Samples.Weights<float>(Length, seed: 1), Samples.Gradients<float>(Length, seed: 2), rule, new L2(0.1));
        set.Add(Samples.Weights<float>(Length, seed: 3), Samples.Gradients<float>(Length, seed: 4), rule, default(ThrowingPenalty));
        set.Add(Samples.Weights<float>(Length, seed: 5), Samples.Gradients<float>(Length, seed: 6), rule);
        foreach (var array in set.Arrays)
        {
            _throws = true;
            AssertUncounted(
                () => array.Optimizer.StepCount,
                () => set.Step(),
                () => Assert.True(set.TryStep()),
                () => set.MeasuredStep());
        }

        // The array before the penalty that throws has been stepped, and remains so.
        Assert.NotEqual(Samples.Weights<float>(Length, seed: 1), set.Arrays[0].Weights.ToArray());
    }

    private static void AssertUncounted(Func<long> stepCount, params Action[] steps)
    {
        foreach (var step in steps)
        {
            var before = stepCount();
            _throws = true;
            Assert.Throws<ArithmeticException>(step);
            Assert.Equal(before, stepCount());

            _throws = false;
            step();
            Assert.Equal(before + 1, stepCount());
        }
    }

    private static (float[] Weights, float[] Gradients, UpdateState<TRule, float> State) Operands<TRule>(TRule rule)
        where TRule : struct, IUpdateRule<TRule> =>
        (Samples.Weights<float>(Length, seed: 1), Samples.Gradients<float>(Length, seed: 2), new(rule, Length));

    private static L Pass<L>(L result) => _throws ? throw new ArithmeticException() : result;

    private readonly struct ThrowingPenalty : IPenalty
    {
        public bool IsZero => false;

        public L Value<L>(L weights)
            where L : struct, ILanes<L> => Pass(weights);

        public L AddGradient<L>(L weights, L gradients)
            where L : struct, ILanes<L> => Pass(gradients);

        public L ProximalStep<L>(L points, L rate)
            where L : struct, ILanes<L> => Pass(points);
    }

    private readonly struct ThrowingRule : IUpdateRule<ThrowingRule>
    {
        public static int StateCount => 1;

        public double LearningRate => 1;

        public ThrowingRule WithLearningRate(double learningRate) => this;

        public StepConstants AtStep(long stepNumber) => new(LearningRate);

        public L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
            where L : struct, ILanes<L> => Pass(weights - gradients);
    }
}
