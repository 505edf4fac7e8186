using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Optimizers;

public class OptimizerSingleTests : OptimizerTests<float>;

public class OptimizerDoubleTests : OptimizerTests<double>;

/// <summary>An optimizer takes the steps of its rule, penalty and mode, and keeps their state.</summary>
public abstract class OptimizerTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Length = 131;

    private static readonly T[] _weights = Samples.Weights<T>(Length, seed: 1);
    private static readonly T[] _gradients = Samples.Gradients<T>(Length, seed: 2);

    [Fact]
    public void Steps_are_those_of_the_rule_to_the_bit_for_every_rule_penalty_and_mode()
    {
        var count = 0;
        foreach (var (name, create, step) in OptimizerCases.All<T>())
        {
            T[] weights = [.. _weights], expected = [.. _weights];
            var (optimizer, state) = (create(Length), step(Length));
            foreach (var options in (StepOptions[])[default, new() { GradientScale = 0.5, Maximize = true }, new() { KeepZeros = true }])
            {
                optimizer.Step(weights, _gradients, options);
                state.Step(expected, _gradients, options);
                Bits.Equal<T>(expected, weights, new(name, Length, 0));
                for (var slot = 0; slot < optimizer.StateCount; slot++)
                {
                    Bits.Equal<T>(state.Slot(slot), optimizer.GetState(slot), new($"{name}, state {slot}", Length, 0));
                }
            }

            Assert.Equal(3, optimizer.StepCount);
            count++;
        }

        Assert.Equal(13 * 4 * 4, count);
    }

    [Fact]
    public void A_guarded_step_and_a_measured_step_are_those_of_the_rule()
    {
        T[] weights = [.. _weights], expected = [.. _weights];
        var (rule, term) = (new Adam(0.1), new L1(0.1).Proximal());
        var (optimizer, state) = (Optimizer<T>.Create(rule, term, Length), rule.CreateState(_weights));

        Assert.Equal(rule.MeasuredStep(expected, _gradients, term, state), optimizer.MeasuredStep(weights, _gradients));
        Assert.True(optimizer.TryStep(weights, _gradients));
        rule.Step(expected, _gradients, term, state);
        Assert.False(optimizer.TryStep(weights, [.. _gradients[1..], T.NaN]));
        Assert.Equal(expected, weights);
        Assert.Equal(2, optimizer.StepCount);
        Assert.Equal(Penalty.Sum(expected, new L1(0.1)), optimizer.PenaltySum(weights));
    }

    [Fact]
    public void Own_options_join_those_of_the_call()
    {
        T[] weights = [.. _weights], expected = [.. _weights];
        var optimizer = Optimizer<T>.Create(new Sgd(0.1), Length);
        optimizer.Options = new() { GradientScale = 0.5, Maximize = true };
        optimizer.Step(weights, _gradients, new() { GradientScale = 0.25, Maximize = true, KeepZeros = true });
        new Sgd(0.1).Step(expected, _gradients, new StepOptions { GradientScale = 0.125, KeepZeros = true });
        Assert.Equal(expected, weights);

        optimizer.Options = new() { GradientScale = float.MaxValue };
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.Step(weights, _gradients, new() { GradientScale = 2 }));
        Assert.Equal(expected, weights);
    }

    [Fact]
    public void A_rate_and_a_strength_set_between_steps_count_from_the_next_step_on()
    {
        T[] weights = [.. _weights], expected = [.. _weights];
        var optimizer = Optimizer<T>.Create(new Adam(0.1, 0.8), new L2(0.3).Decoupled(), Length);
        var state = new Adam(0.1, 0.8).CreateState(_weights);
        foreach (var (rate, strength) in ((double, double)[])[(0.1, 0.3), (0.02, 0.3), (0.02, 0.7)])
        {
            optimizer.LearningRate = rate;
            optimizer.Term = new L2(strength).Decoupled();
            optimizer.Step(weights, _gradients);
            new Adam(rate, 0.8).Step(expected, _gradients, new L2(strength).Decoupled(), state);
            Assert.Equal(expected, weights);
        }

        Assert.Equal(0.8, optimizer.Rule.Beta1);
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.LearningRate = -1);
        Assert.Equal(0.02, optimizer.LearningRate);
    }

    [Fact]
    public void Training_resumes_from_stored_bytes_to_the_bit()
    {
        foreach (var (name, create, _) in OptimizerCases.All<T>())
        {
            T[] weights = [.. _weights];
            var optimizer = create(Length);
            optimizer.Step(weights, _gradients);
            var bytes = new byte[optimizer.ByteCount];
            optimizer.WriteTo(bytes);

            T[] resumedWeights = [.. weights];
            var resumed = create(Length);
            resumed.ReadFrom(bytes);
            Assert.Equal(1, resumed.StepCount);
            optimizer.Step(weights, _gradients);
            resumed.Step(resumedWeights, _gradients);
            Bits.Equal<T>(weights, resumedWeights, new(name, Length, 0));
        }
    }

    [Fact]
    public void Weights_of_another_number_are_refused_and_nothing_is_written()
    {
        var optimizer = Optimizer<T>.Create(new Momentum(0.1), Length);
        T[] weights = [.. _weights[1..]];
        Assert.Throws<ArgumentException>(() => optimizer.Step(weights, _gradients.AsSpan(1)));
        Assert.Equal(_weights[1..], weights);
        Assert.Equal(0, optimizer.StepCount);
        var stateless = Optimizer<T>.Create(new Sgd(0.1), 2);
        foreach (var call in (Action[])[() => stateless.Step(weights, weights), () => stateless.TryStep(weights, weights), () => stateless.MeasuredStep([], []), () => optimizer.WarmStart(weights)])
        {
            var refusal = Assert.Throws<ArgumentException>(call);
            Assert.Equal("weights", refusal.ParamName);
            Assert.Contains("the optimizer was made for", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, stateless.StepCount);
        Assert.Throws<ArgumentOutOfRangeException>(() => Optimizer<T>.Create(new Momentum(0.1), -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.GetState(1).Length);
    }

    [Fact]
    public void FTRL_chosen_by_name_starts_from_given_weights_and_other_rules_need_no_start()
    {
        foreach (var name in (string[])["ftrl", "sgd", "adam"])
        {
            var optimizer = Optimizer<T>.Create(new OptimizerSettings { Rule = name, LearningRate = 0.5 }, Length);
            T[] weights = [.. _weights];
            optimizer.WarmStart(weights);
            optimizer.Step(weights, new T[Length]);
            Assert.All(weights.Zip(_weights), pair => Assert.Equal(double.CreateTruncating(pair.Second), double.CreateTruncating(pair.First), 1e-6));
        }
    }

    [Fact]
    public void A_default_rule_is_refused_as_such_with_any_rate()
    {
        var optimizer = Optimizer<T>.Create(default(Adam), 1);
        Assert.Throws<InvalidOperationException>(() => optimizer.LearningRate = 0.1);
        var set = new ParameterSet<T> { LearningRateScale = 0.5 };
        set.Add(new T[1], new T[1], optimizer);
        Assert.Throws<InvalidOperationException>(() => set.Step());
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        var optimizer = Optimizer<T>.Create(new Adam(0.1), new L1(0.1).Proximal(), Length);
        T[] weights = [.. _weights];
        Allocation.AssertNone("Step", () => optimizer.Step(weights, _gradients));
        Allocation.AssertNone("TryStep", () => optimizer.TryStep(weights, _gradients));
        Allocation.AssertNone("LearningRate", () => optimizer.LearningRate = 0.2);
    }

    [Fact]
    public void It_prints_its_rule_penalty_and_mode()
    {
        var optimizer = Optimizer<T>.Create(new Sgd(0.5), new L1(0.25).Proximal(), 7);
        Assert.Equal("Sgd { LearningRate = 0.5 }, L1 { Strength = 0.25 }, Proximal, 7 weights, 0 steps", optimizer.ToString());
    }
}
