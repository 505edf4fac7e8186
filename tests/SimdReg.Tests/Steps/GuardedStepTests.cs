using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Steps;

public class GuardedStepSingleTests : GuardedStepTests<float>;

public class GuardedStepDoubleTests : GuardedStepTests<double>;

/// <summary>A step that is taken only where every gradient is finite.</summary>
public abstract class GuardedStepTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Length = 83;

    [Fact]
    public void A_gradient_that_is_not_finite_changes_nothing_wherever_it_is()
    {
        foreach (var special in (T[])[T.NaN, T.PositiveInfinity, T.NegativeInfinity])
        {
            for (var position = 0; position < Length; position++)
            {
                var (weights, gradients, rule) = (Samples.Weights<T>(Length, seed: 1), Samples.Gradients<T>(Length, seed: 2), new Adam(0.1));
                var state = rule.CreateState<Adam, T>(weights);
                Assert.True(rule.TryStep(weights, gradients, new L2(0.3), state));
                T[][] before = [[.. weights], state[0].ToArray(), state[1].ToArray()];

                gradients[position] = special;
                Assert.False(rule.TryStep<Adam, T>(weights, gradients, state));
                Assert.False(rule.TryStep(weights, gradients, new L2(0.3), state));
                Assert.False(rule.TryStep(weights, gradients, new L2(0.3).Decoupled(), state));

                Assert.Equal(before, [weights, state[0].ToArray(), state[1].ToArray()]);
                Assert.Equal(1, state.StepCount);
            }
        }
    }

    [Fact]
    public void Finite_gradients_make_the_step_with_its_penalty_and_options()
    {
        var options = new StepOptions { GradientScale = 0.3, KeepZeros = true };
        var (expected, gradients, rule) = (Samples.Weights<T>(Length, seed: 1), Samples.Gradients<T>(Length, seed: 2), new Momentum(0.1));
        T[] weights = [.. expected];
        var (state, expectedState) = (rule.CreateState<Momentum, T>(weights), rule.CreateState<Momentum, T>(weights));

        rule.Step<Momentum, T>(expected, gradients, expectedState, options);
        rule.Step(expected, gradients, new L1(0.3), expectedState, options);
        rule.Step(expected, gradients, new L1(0.3).Proximal(), expectedState, options);
        Assert.True(rule.TryStep<Momentum, T>(weights, gradients, state, options));
        Assert.True(rule.TryStep(weights, gradients, new L1(0.3), state, options));
        Assert.True(rule.TryStep(weights, gradients, new L1(0.3).Proximal(), state, options));

        Bits.Equal<T>(expected, weights, new("TryStep", Length, 0));
        Bits.Equal<T>(expectedState[0], state[0], new("TryStep", Length, 0));
        Assert.Equal(3, state.StepCount);
    }

    [Fact]
    public void No_gradients_at_all_are_finite_and_the_step_counts()
    {
        var state = new Adam(0.1).CreateState<Adam, T>([]);
        Assert.True(new Adam(0.1).TryStep<Adam, T>(default, default, state));
        Assert.Equal(1, state.StepCount);
        Assert.True(new ParameterSet<T>().TryStep());
    }

    [Fact]
    public void A_result_that_overflows_is_taken_all_the_same()
    {
        T[] weights = [T.One];
        Assert.True(new Sgd(1).TryStep<Sgd, T>(weights, [-Samples.LargestFinite<T>()], new StepOptions { GradientScale = 4 }));
        Assert.Equal(T.PositiveInfinity, weights[0]);
    }

    [Fact]
    public void Bad_spans_are_refused_before_the_gradients_are_looked_at()
    {
        T[] weights = [T.One, T.One];
        Assert.Equal("gradients", Assert.Throws<ArgumentException>(() => new Sgd(1).TryStep<Sgd, T>(weights, [T.NaN])).ParamName);
        Assert.Equal([T.One, T.One], weights);
    }
}
