using SimdReg.Lanes;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Models;

/// <summary>The arrays of a set have rules, rates and options of their own.</summary>
public class SetOptimizersTests
{
    private const int Length = 50;

    private static readonly float[] _gradients = Samples.Gradients<float>(Length, seed: 9);

    [Fact]
    public void Each_array_is_stepped_at_its_rate_times_that_of_the_set()
    {
        var set = new ParameterSet<float>();
        var (first, second, third) = (Weights(), Weights(), Weights());
        set.Add(first, Gradients(), new Adam(0.1));
        set.Add(second, Gradients(), new Adam(0.3), new L2(0.5).Decoupled());
        set.Add(third, Gradients(), new Sgd(0.2), new L1(0.1).Proximal());

        var (states, expected) = ((new Adam(0.1).CreateState(first), new Adam(0.3).CreateState(second)), (Weights(), Weights(), Weights()));
        foreach (var scale in (double[])[1, 0.25, 1.0 / 3, 0])
        {
            set.LearningRateScale = scale;
            set.Step();
            new Adam(0.1 * scale).Step(expected.Item1, _gradients, states.Item1);
            new Adam(0.3 * scale).Step(expected.Item2, _gradients, new L2(0.5).Decoupled(), states.Item2);
            new Sgd(0.2 * scale).Step(expected.Item3, _gradients, new L1(0.1).Proximal());
            Assert.Equal(expected, (first, second, third), SameArrays);
        }

        Assert.Equal(4, set.StepCount);
    }

    [Fact]
    public void Arrays_with_equal_rules_at_different_steps_get_the_constants_of_their_own_step()
    {
        var set = new ParameterSet<float>();
        var weights = Enumerable.Range(0, 6).Select(_ => Weights()).ToArray();
        for (var i = 0; i < weights.Length; i++)
        {
            set.Add(weights[i], Gradients(), new Adam(i == 4 ? 0.2 : 0.1)).AdvanceTo(i % 2 * 5);
        }

        set.Step();
        set.Step();
        for (var i = 0; i < weights.Length; i++)
        {
            var (rule, expected) = (new Adam(i == 4 ? 0.2 : 0.1), Weights());
            var state = rule.CreateState(expected);
            state.AdvanceTo(i % 2 * 5);
            rule.Step(expected, _gradients, state);
            rule.Step(expected, _gradients, state);
            Assert.Equal(expected, weights[i]);
        }
    }

    [Fact]
    public void A_rule_changed_in_one_array_changes_in_no_other()
    {
        // Each row is the rates of three arrays in one step: equal rules are prepared once, by the first array that has them.
        var rates = (double[][])[[0.1, 0.1, 0.1], [0.2, 0.1, 0.1], [0.2, 0.2, 0.1], [0.1, 0.2, 0.1], [0.1, 0.1, 0.3], [0.3, 0.1, 0.3], [0.3, 0.3, 0.3], [0.3, 0.3, 0.3]];
        var set = new ParameterSet<float>();
        var weights = rates[0].Select(_ => Weights()).ToArray();
        var optimizers = weights.Select(array => set.Add(array, Gradients(), new Adam(0.1, 0.8))).ToArray();
        var expected = rates[0].Select(_ => Weights()).ToArray();
        var states = expected.Select(array => new Adam(0.1, 0.8).CreateState(array)).ToArray();
        foreach (var row in rates)
        {
            for (var i = 0; i < row.Length; i++)
            {
                if (optimizers[i].LearningRate != row[i])
                {
                    optimizers[i].LearningRate = row[i];
                }

                new Adam(row[i], 0.8).Step(expected[i], _gradients, states[i]);
            }

            set.Step();
            Assert.All(weights.Zip(expected), pair => Assert.Equal(pair.Second, pair.First));
        }
    }

    [Fact]
    public void The_options_of_an_array_join_those_of_the_step()
    {
        var set = new ParameterSet<float>();
        var (plain, scaled) = (Weights(), Weights());
        set.Add(plain, Gradients(), new Sgd(0.1));
        set.Add(scaled, Gradients(), new Sgd(0.1)).Options = new() { GradientScale = 0.5, Maximize = true };
        set.Step(new() { GradientScale = 4 });

        var expected = Weights();
        new Sgd(0.1).Step(expected, _gradients, new StepOptions { GradientScale = 4 });
        Assert.Equal(expected, plain);
        expected = Weights();
        new Sgd(0.1).Step(expected, _gradients, new StepOptions { GradientScale = 2, Maximize = true });
        Assert.Equal(expected, scaled);
    }

    [Fact]
    public void A_rate_that_one_rule_does_not_accept_is_refused_and_no_array_is_stepped()
    {
        var set = new ParameterSet<float>();
        var (first, second) = (Weights(), Weights());
        set.Add(first, Gradients(), new Sgd(1e-3));
        set.Add(second, Gradients(), new Adam(1, epsilon: 1e-30));
        set.LearningRateScale = 1e10;
        var refusal = Assert.Throws<ArgumentOutOfRangeException>(() => set.Step());
        Assert.Equal("LearningRateScale", refusal.ParamName);
        Assert.Contains("Array 1: LearningRateScale, 10000000000, times the array's 1 is refused.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(Weights(), first);
        Assert.Equal(Weights(), second);
        Assert.Equal(0, set.StepCount);
        foreach (var scale in (double[])[-1, double.NaN, double.PositiveInfinity])
        {
            Assert.Equal("LearningRateScale", Assert.Throws<ArgumentOutOfRangeException>(() => set.LearningRateScale = scale).ParamName);
        }

        Assert.Equal(1e10, set.LearningRateScale);
    }

    [Fact]
    public void An_optimizer_from_settings_steps_an_array()
    {
        var (weights, expected) = (Weights(), Weights());
        var settings = new OptimizerSettings { Rule = "adamw", LearningRate = 0.1, Penalty = "l2", Strength = 0.5 };
        var set = new ParameterSet<float>();
        set.Add(weights, Gradients(), Optimizer<float>.Create(settings, Length));
        set.Step();
        new Adam(0.1).Step(expected, _gradients, new L2(0.5).Decoupled(), new Adam(0.1).CreateState(expected));
        Assert.Equal(expected, weights);
    }

    [Fact]
    public void An_optimizer_that_does_not_fit_or_steps_another_array_is_refused()
    {
        var set = new ParameterSet<float>();
        var optimizer = Optimizer<float>.Create(new Sgd(0.1), Length);
        var refusal = Assert.Throws<ArgumentException>(() => set.Add(new float[3], new float[3], optimizer));
        Assert.Equal("optimizer", refusal.ParamName);
        Assert.Contains($"created for {Length} weights and weights has 3", refusal.Message);
        Assert.Throws<ArgumentNullException>(() => set.Add(new float[3], new float[3], null!));
        Assert.Empty(set.Arrays);

        set.Add(Weights(), Gradients(), optimizer);
        Assert.Contains("steps another array", Assert.Throws<ArgumentException>(() => set.Add(Weights(), Gradients(), optimizer)).Message);
        Assert.Contains("steps another array", Assert.Throws<ArgumentException>(() => new ParameterSet<float>().Add(Weights(), Gradients(), optimizer)).Message);
        Assert.Single(set.Arrays);
        Assert.Equal($"1 arrays, {Length} weights, 0 steps", set.ToString());
    }

    [Fact]
    public void Options_whose_scales_multiply_to_nothing_or_infinity_are_refused_with_the_array_and_both_factors()
    {
        var set = new ParameterSet<float>();
        var weights = Weights();
        set.Add(Weights(), Gradients(), new Sgd(0.1));
        var optimizer = set.Add(weights, Gradients(), new Sgd(0.1));
        foreach (var (own, other) in ((double, double)[])[(1e30, 1e30), (1e-200, 1e-200)])
        {
            optimizer.Options = new() { GradientScale = own };
            var refusal = Assert.Throws<ArgumentOutOfRangeException>(() => set.Step(new() { GradientScale = other }));
            Assert.Equal("GradientScale", refusal.ParamName);
            Assert.StartsWith("Array 1: GradientScale, ", refusal.Message, StringComparison.Ordinal);
        }

        optimizer.Options = new() { GradientScale = 0 };
        set.Step(new() { GradientScale = 1e-200 });
        Assert.Equal(Weights(), weights);
    }

    [Fact]
    public void A_rule_that_refers_to_something_is_prepared_anew_for_each_step()
    {
        var rate = new double[] { 1 };
        float[] weights = [0], gradients = [float.NaN];
        var set = new ParameterSet<float>();
        set.Add(weights, gradients, new Referring(rate));
        Assert.False(set.TryStep());
        (rate[0], gradients[0]) = (0.25, 1);
        set.Step();
        Assert.Equal(-0.25f, weights[0]);
    }

    [Fact]
    public void After_a_set_is_cleared_its_optimizers_step_arrays_of_another_with_the_states_they_had()
    {
        var (set, other) = (new ParameterSet<float>(), new ParameterSet<float>());
        var (weights, gradients) = (Weights(), Gradients());
        var optimizer = set.Add(weights, gradients, new Momentum(0.1));
        set.Step();
        set.Clear();
        Assert.Empty(set.Arrays);
        Assert.Equal(0, set.WeightCount);
        set.Step();
        set.Add(weights, gradients, new Sgd(0.1));
        other.Add(Weights(), Gradients(), optimizer);
        other.Step();
        Assert.Equal(2, optimizer.StepCount);
    }

    [Fact]
    public void An_optimizer_of_a_set_and_the_set_accept_one_call_between_them()
    {
        float[] weights = [1], gradients = [1];
        var set = new ParameterSet<float>();
        var optimizer = set.Add(weights, gradients, new Sgd(0.1), default(Calling));
        var bytes = new byte[set.ByteCount];
        set.WriteTo(bytes);
        var refusals = 0;
        Calling.InFormula = () =>
        {
            foreach (var call in (Action[])
                [
                    () => set.Step(), () => set.ReadFrom(bytes), () => set.WriteTo(bytes), () => set.Clear(), () => optimizer.Step(weights, gradients), () => optimizer.TryStep(weights, gradients),
                    () => optimizer.MeasuredStep(weights, gradients), () => optimizer.AdvanceTo(9), () => optimizer.WriteTo(bytes), () => optimizer.ReadFrom(bytes), () => optimizer.WarmStart(weights),
                ])
            {
                Assert.Contains("one call at a time", Assert.Throws<InvalidOperationException>(call).Message, StringComparison.Ordinal);
                refusals++;
            }
        };
        try
        {
            set.Step();
            optimizer.Step(weights, gradients);
        }
        finally
        {
            Calling.InFormula = null;
        }

        Assert.True(refusals >= 2 * 11);
        Assert.Equal(2, set.StepCount);
    }

    private static bool SameArrays((float[], float[], float[]) left, (float[], float[], float[]) right) =>
        left.Item1.SequenceEqual(right.Item1) && left.Item2.SequenceEqual(right.Item2) && left.Item3.SequenceEqual(right.Item3);

    private static float[] Weights() => Samples.Weights<float>(Length, seed: 8);

    private static float[] Gradients() => [.. _gradients];

    /// <summary>Gradient descent whose rate stands elsewhere.</summary>
    private readonly struct Referring(double[] rate) : IUpdateRule<Referring>
    {
        public static int StateCount => 0;

        public double LearningRate => rate[0];

        public Referring WithLearningRate(double learningRate) => new([learningRate]);

        public StepConstants AtStep(long stepNumber) => new(LearningRate);

        public L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
            where L : struct, ILanes<L> => L.Fma(L.Splat(-constants.LearningRate), gradients, weights);
    }
}
