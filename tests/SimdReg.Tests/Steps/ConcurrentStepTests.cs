using SimdReg.Lanes;

namespace SimdReg.Tests.Steps;

/// <summary>A state accepts one step at a time.</summary>
public sealed class ConcurrentStepTests : IDisposable
{
    private static Action? _inFormula;

    public void Dispose() => _inFormula = null;

    [Fact]
    public void A_second_step_or_a_change_of_the_state_during_a_step_is_refused_and_the_step_goes_on()
    {
        var rule = new Momentum(0.1);
        float[] weights = [1], gradients = [2], others = [3];
        var state = rule.CreateState(weights);
        var optimizer = Optimizer<float>.Create(rule, 1);
        var refusals = 0;
        foreach (var second in (Action[])
            [
                () => rule.Step(others, gradients, state),
                () => rule.Step(others, gradients, new L1(0.1).Proximal(), state),
                () => rule.TryStep(others, gradients, state),
                () => rule.MeasuredStep(others, gradients, state),
                () => state.AdvanceTo(9),
                () => state.WriteTo(new byte[state.ByteCount]),
                () => state.ReadFrom([]),
            ])
        {
            foreach (var first in (Action[])
                [
                    () => rule.Step(weights, gradients, default(Calling), state),
                    () => rule.TryStep(weights, gradients, default(Calling), state),
                    () => rule.MeasuredStep(weights, gradients, default(Calling), state),
                ])
            {
                var before = state.StepCount;
                _inFormula = () =>
                {
                    Assert.Contains("one step at a time", Assert.Throws<InvalidOperationException>(second).Message);
                    Assert.Equal(before, state.StepCount);
                    refusals++;
                };
                first();
                _inFormula = null;
                Assert.Equal(before + 1, state.StepCount);
                Assert.Equal([3], others);
                Assert.NotEqual(0, state[0][0]);
            }
        }

        Assert.True(refusals >= 7 * 3);
    }

    [Fact]
    public void A_step_of_an_optimizer_during_another_is_refused()
    {
        float[] weights = [1], gradients = [2], others = [3];
        var optimizer = Optimizer<float>.Create(new Sgd(0.1), default(Calling), 1);
        _inFormula = () => Assert.Throws<InvalidOperationException>(() => optimizer.Step(others, gradients));
        optimizer.Step(weights, gradients);
        Assert.Equal(1, optimizer.StepCount);
        Assert.Equal([3], others);
        Assert.NotEqual(1, weights[0]);
    }

    [Fact]
    public void Two_threads_on_one_state_are_told()
    {
        const int Length = 1 << 16;
        var rule = new Momentum(1e-3);
        var gradients = new float[Length];
        var state = rule.CreateState(gradients);
        var (refused, taken) = (0L, 0L);
        Parallel.For(0, 2, new ParallelOptions { MaxDegreeOfParallelism = 2 }, _ =>
        {
            var weights = new float[Length];
            for (var i = 0; i < 2_000; i++)
            {
                try
                {
                    rule.Step(weights, gradients, state);
                    Interlocked.Increment(ref taken);
                }
                catch (InvalidOperationException)
                {
                    Interlocked.Increment(ref refused);
                }
            }
        });

        // Whether the threads met or not, each step was either counted or refused.
        Assert.Equal(4_000, taken + refused);
        Assert.Equal(taken, state.StepCount);
    }

    [Fact]
    public void A_state_in_spans_is_marked_in_its_counter_and_unmarked_after_the_step()
    {
        var (steps, seen) = (41L, 0L);
        float[] weights = [1], gradients = [2], velocity = [0];
        Run(ref steps);
        Assert.Equal(42, steps);

        void Run(ref long counter)
        {
            var state = new StateSpans<float>(ref counter, velocity);
            new Momentum(0.1).Step(weights, gradients, state);
            seen = state.StepCount;
        }

        Assert.Equal(42, seen);
    }

    /// <summary>A penalty whose formula does what the test has left for it.</summary>
    private readonly struct Calling : IPenalty
    {
        public bool IsZero => false;

        public L Value<L>(L weights)
            where L : struct, ILanes<L> => weights;

        public L AddGradient<L>(L weights, L gradients)
            where L : struct, ILanes<L>
        {
            _inFormula?.Invoke();
            return gradients;
        }

        public L ProximalStep<L>(L points, L rate)
            where L : struct, ILanes<L> => points;
    }
}
