using System.Numerics;
using FsCheck.Xunit;
using SimdReg.Tests.Properties;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Groups;

public class FactoredSingleProperties : FactoredProperties<float>;

public class FactoredDoubleProperties : FactoredProperties<double>;

/// <summary>A factor for each weight: the penalty of weight i is f·p.</summary>
public abstract class FactoredProperties<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Property(MaxTest = 8, Arbitrary = [typeof(WildGroupArbitraries)])]
    public void A_step_has_the_bits_of_its_definition(GroupInput<T> input)
    {
        var (strength, rate) = (input.Numbers.Strength, input.Numbers.Rate);
        var factors = Factors(input);
        Combinations.ForEach(PenaltyTable.L2, (rule, mode) =>
        {
            var options = rule.StateCount is 0 or 2 ? input.Numbers.Options : default;
            var given = GroupStepProperties<T>.Start(input, rule, rate);
            AssertStep(new L1(strength), new L1Reference(strength));
            AssertStep(new ElasticNet(strength, strength / 2), new ElasticNetReference(strength, strength / 2));

            void AssertStep<TPenalty>(TPenalty penalty, IPenaltyReference reference)
                where TPenalty : struct, IPenalty
            {
                var (expected, single, twofold) = (given[..], given[..], given[..]);
                single.Run((w, g, state) => rule.Step(penalty.WithFactors(factors), rate, mode, w, g, state, options));
                twofold.Run((w, g, state) => rule.Step(penalty.WithFactors(Array.ConvertAll(factors, f => (double)f)), rate, mode, w, g, state, options));
                for (var i = 0; i < given.Length; i++)
                {
                    T[] state = [.. given.States.Select(row => row[i])];
                    expected.Targets[i] = Next(mode, rule.Reference(rate), reference, T.CreateChecked(factors[i]), given.Targets[i], given.Sources[i], state, options);
                    for (var slot = 0; slot < state.Length; slot++)
                    {
                        expected.States[slot][i] = state[slot];
                    }
                }

                expected.AssertEqual(single, new($"{penalty}, {rule}, {mode}, {options}", given.Length, 0));
                expected.AssertEqual(twofold, new($"{penalty}, factors of double, {rule}, {mode}, {options}", given.Length, 0));
            }
        });
    }

    [Property(MaxTest = 8, Arbitrary = [typeof(WildGroupArbitraries)])]
    public void A_weight_whose_factor_is_zero_takes_the_step_without_a_penalty(GroupInput<T> input) =>
        Combinations.ForEach(PenaltyTable.L2, (rule, mode) =>
        {
            var factors = Factors(input);
            var given = GroupStepProperties<T>.Start(input, rule, input.Numbers.Rate);
            var (free, actual) = (given[..], given[..]);
            free.Run((w, g, state) => rule.Step(default(None), input.Numbers.Rate, mode, w, g, state, default));
            actual.Run((w, g, state) => rule.Step(new ElasticNet(input.Numbers.Strength, 1).WithFactors(factors), input.Numbers.Rate, mode, w, g, state, default));
            Assert.All(Enumerable.Range(0, given.Length).Where(i => factors[i] == 0), i =>
            {
                Assert.True(Bits.Same(free.Targets[i], actual.Targets[i]), $"{free.Targets[i]}, {actual.Targets[i]} from {given.Targets[i]}");
                Assert.All(free.States.Zip(actual.States), rows => Assert.True(Bits.Same(rows.First[i], rows.Second[i])));
            });
        });

    [Property(MaxTest = 8, Arbitrary = [typeof(GroupArbitraries)])]
    public void A_step_is_that_of_each_weight_under_its_own_strength_up_to_rounding(GroupInput<T> input)
    {
        var (strength, rate) = ((double)input.Numbers.Strength, (double)input.Numbers.Rate);
        var factors = Factors(input);
        foreach (var mode in (PenaltyMode[])[PenaltyMode.Coupled, PenaltyMode.Decoupled, PenaltyMode.Proximal])
        {
            var actual = input.Numbers.Weights.ToArray();
            RuleTable.Sgd.Step<T, Factored<L2, float>>(new L2(strength).WithFactors(factors), rate, mode, actual, input.Numbers.Gradients, default, default);
            for (var i = 0; i < actual.Length; i++)
            {
                // In double, the mathematics: three roundings of terms as large as these, each of half a unit, and one of the result.
                var (w, g, s) = (double.CreateChecked(input.Numbers.Weights[i]), double.CreateChecked(input.Numbers.Gradients[i]), strength * factors[i]);
                var exact = mode == PenaltyMode.Proximal ? (w - (rate * g)) / (1 + (rate * s)) : w - (rate * (g + (s * w)));
                var tolerance = 8 * Numbers<T>.UnitRoundoff * (Math.Abs(w) + (rate * (Math.Abs(g) + (s * Math.Abs(w)))));
                Assert.InRange(double.CreateChecked(actual[i]) - exact, -tolerance, tolerance);
            }
        }
    }

    [Fact]
    public void The_value_weighs_each_weight_by_its_factor()
    {
        var weights = Samples.Weights<T>(1500, seed: 730);
        var factors = Enumerable.Range(0, 1500).Select(i => (i % 5) / 4f).ToArray();
        var exact = 0m;
        for (var i = 0; i < weights.Length; i++)
        {
            exact += (decimal)factors[i] * (decimal)Math.Abs(double.CreateChecked(weights[i]));
        }

        var expected = (double)exact / 2;
        Assert.Equal(expected, double.CreateChecked(Penalty.Sum<T, Factored<L1, float>>(weights, new L1(0.5).WithFactors(factors))), expected * (Numbers<T>.UnitRoundoff + 1e-15));
    }

    [Fact]
    public void A_product_of_rate_and_factor_beyond_the_largest_number_gives_no_NaN()
    {
        T[] weights = [T.One, T.Zero, T.CreateChecked(-3)];
        new Sgd(1e20).Step(weights, new T[3], new ElasticNet(1, 1).WithFactors(new double[] { 1e30, 1e30, 0 }).Proximal());
        Assert.Equal([T.Zero, T.Zero, T.CreateChecked(-3)], weights);
    }

    [Fact]
    public void Factors_that_are_no_strengths_are_refused()
    {
        foreach (var bad in (float[])[-1, float.NaN, float.PositiveInfinity])
        {
            Assert.Equal("factors[1]", Assert.Throws<ArgumentOutOfRangeException>(() => new L1(1).WithFactors(new[] { 1, bad })).ParamName);
            Assert.Equal("factors[0]", Assert.Throws<ArgumentOutOfRangeException>(() => new L1(1).WithFactors(new double[] { bad })).ParamName);
        }

        Assert.Contains("structure", Assert.Throws<NotSupportedException>(() => new GroupLasso(1).Over(WeightGroups.All).WithFactors(new float[1])).Message);
    }

    [Fact]
    public void Factors_for_another_number_of_weights_are_refused_and_nothing_is_written()
    {
        foreach (var count in (int[])[0, 2, 4])
        {
            T[] weights = [T.One, T.One, T.One], gradients = [T.One, T.One, T.One];
            var penalty = new L1(1).WithFactors(new float[count]);
            foreach (var call in (Action[])
                [
                    () => new Sgd(1).Step(weights, gradients, penalty.Proximal()),
                    () => new Sgd(1).TryStep(weights, gradients, penalty.Coupled()),
                    () => new Sgd(1).MeasuredStep(weights, gradients, penalty.Decoupled()),
                    () => Penalty.AddGradient(weights, gradients, penalty),
                    () => Penalty.Sum(weights, penalty),
                    () => Optimizer<T>.Create(new Sgd(1), penalty.Proximal(), 3),
                ])
            {
                var exception = Assert.Throws<ArgumentException>(call);
                Assert.Contains("There are 3 weights", exception.Message, StringComparison.Ordinal);
                Assert.Contains($"{count} factors", exception.Message, StringComparison.Ordinal);
            }

            Assert.Equal([T.One, T.One, T.One], weights);
            Assert.Equal([T.One, T.One, T.One], gradients);
        }
    }

    /// <summary>From 0 to 2, one in four 0.</summary>
    private static float[] Factors(GroupInput<T> input)
    {
        var random = new Random(input.Shape.Length);
        return [.. Enumerable.Range(0, input.Shape.Length).Select(_ => random.Next(4) == 0 ? 0 : 2 * random.NextSingle())];
    }

    /// <summary>g + f·∂p(w), decoupled fma(−α, f·∂p(w), w), proximal prox(v) at the rate r·f; where f is 0, the step without a penalty.</summary>
    private static T Next(PenaltyMode mode, IUpdateRuleReference rule, IPenaltyReference penalty, T f, T w, T g, T[] state, StepOptions options)
    {
        w = Flushed(w);
        g *= T.CreateChecked(options.Maximize ? -options.GradientScale : options.GradientScale) is var scale ? scale : default;
        var pull = f == T.Zero ? T.Zero : f * penalty.AddGradient(w, T.Zero);
        var (given, ownG) = mode switch
        {
            PenaltyMode.Coupled => (w, g + pull),
            PenaltyMode.Decoupled => (T.FusedMultiplyAdd(-T.CreateTruncating(rule.LearningRateAt(1)), pull, w), g),
            _ => (w, g),
        };
        rule.Update(w, g, [.. state], 1, out var rate);
        T[] kept = [.. state];
        var v = StepReference.Next(mode, rule, new NoneReference(), given, ownG, state, 1, new());
        if (options.KeepZeros && w == T.Zero)
        {
            kept.CopyTo(state, 0);
        }

        var next = mode == PenaltyMode.Proximal ? Flushed(penalty.ProximalStep(v, rate * f))
            : mode == PenaltyMode.Cautious && !((w - v) * T.CreateChecked(T.IsNaN(w) ? 0 : T.Sign(w)) < T.Zero) ? Flushed(T.FusedMultiplyAdd(-T.CreateTruncating(rule.LearningRateAt(1)), pull, v))
            : v;
        return options.KeepZeros && w == T.Zero ? T.Zero : next;
    }

    private static T Flushed(T number) => number == T.Zero || T.IsSubnormal(number) ? T.Zero : number;
}
