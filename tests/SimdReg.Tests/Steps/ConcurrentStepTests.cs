using SimdReg.Tests.Support;

namespace SimdReg.Tests.Steps;

/// <summary>A state accepts one step at a time.</summary>
public sealed class ConcurrentStepTests : IDisposable
{
    public void Dispose() => Calling.InFormula = null;

    [Fact]
    public void A_second_step_or_a_change_of_the_state_during_a_step_is_refused_and_the_step_goes_on()
    {
        var rule = new Momentum(0.1);
        float[] weights = [1], gradients = [2], others = [3];
        var state = rule.CreateState(weights);
        var optimizer = Optimizer<float>.Create(rule, 1);
        var stored = new byte[state.ByteCount];
        state.WriteTo(stored);
        var refusals = 0;
        foreach (var second in (Action[])
            [
                () => rule.Step(others, gradients, state),
                () => rule.Step(others, gradients, new L1(0.1).Proximal(), state),
                () => rule.TryStep(others, gradients, state),
                () => rule.MeasuredStep(others, gradients, state),
                () => state.AdvanceTo(9),
                () => state.WriteTo(new byte[state.ByteCount]),
                () => state.ReadFrom(stored),
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
                Calling.InFormula = () =>
                {
                    Assert.Contains("one step at a time", Assert.Throws<InvalidOperationException>(second).Message);
                    Assert.Equal(before, state.StepCount);
                    refusals++;
                };
                first();
                Calling.InFormula = null;
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
        Calling.InFormula = () => Assert.Throws<InvalidOperationException>(() => optimizer.Step(others, gradients));
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
    public async Task Bytes_are_of_one_step_also_where_a_step_begins_while_they_are_written_or_read()
    {
        // All weights are equal, so all numbers of a state are, between any two steps.
        const int Length = 1 << 18;
        var rule = new Momentum(0, 0.5);
        var (weights, gradients) = (new float[Length], Enumerable.Repeat(1f, Length).ToArray());
        var (state, copy) = (rule.CreateState(weights), rule.CreateState(weights));
        var bytes = new byte[state.ByteCount];
        state.WriteTo(bytes);
        var (written, steps) = (0, 0);
        using var stop = new CancellationTokenSource();
        var stepping = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                Accepted(() => rule.Step(weights, gradients, state), ref steps);
            }
        });
        for (var round = 0; round < 300; round++)
        {
            if (Accepted(() => state.WriteTo(bytes), ref written))
            {
                copy.ReadFrom(bytes);
                Assert.Equal(-1, copy[0].IndexOfAnyExcept(copy[0][0]));
                Assert.Equal(2 * (1 - Math.Pow(0.5, copy.StepCount)), copy[0][0], 1e-5);
            }

            Accepted(() => state.ReadFrom(bytes), ref written);
        }

        await stop.CancelAsync();
        await stepping;
        Assert.Equal(-1, state[0].IndexOfAnyExcept(state[0][0]));

        static bool Accepted(Action call, ref int count)
        {
            try
            {
                call();
                count++;
                return true;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }
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
}
