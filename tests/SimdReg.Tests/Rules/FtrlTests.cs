using System.Numerics;

namespace SimdReg.Tests.Rules;

/// <summary>FTRL where its formula has an edge: the threshold of its L1, a weight never seen, no β, NaN.</summary>
public class FtrlTests
{
    [Fact]
    public void Ftrl_leaves_a_weight_at_exactly_zero_up_to_its_l1_and_not_above()
    {
        Run<float>();
        Run<double>();

        static void Run<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            // A weight of zero makes z the gradient.
            var threshold = T.CreateTruncating(0.3);
            T[] small = [T.Zero, threshold, -threshold, T.BitDecrement(threshold), -T.BitDecrement(threshold)];
            T[] large = [T.BitIncrement(threshold), -T.BitIncrement(threshold), T.One, -T.One];
            foreach (var rule in new[] { new Ftrl(0.1, 1, 0.3), new Ftrl(0.1, 0, 0.3) })
            {
                Assert.All(small, g => Assert.All(FirstStep.From(rule, T.Zero, g), w => Assert.True(IsPositiveZero(w), $"{rule}: {g} gave {w}")));
                Assert.All(large, g => Assert.All(FirstStep.From(rule, T.Zero, g), w => Assert.Equal(-T.Sign(g), T.Sign(w))));
            }
        }
    }

    [Fact]
    public void Ftrl_leaves_a_weight_without_a_gradient_at_zero_also_where_nothing_holds_it()
    {
        // β = λ₁ = λ₂ = n = 0 makes a rate of α/0.
        Assert.All(FirstStep.From<Ftrl, float>(new(0.1, 0), 0, 0), w => Assert.True(IsPositiveZero(w)));
        Assert.All(FirstStep.From<Ftrl, double>(new(0.1, 0), 0, 0), w => Assert.True(IsPositiveZero(w)));
    }

    [Fact]
    public void Ftrl_leaves_an_unseen_weight_at_zero_under_a_proximal_penalty_beside_one_that_is_seen()
    {
        Run<float>();
        Run<double>();

        static void Run<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            AssertSeen<T, ElasticNet>(new(0.1, 0), -0.09);
            AssertSeen<T, L2>(new(1e-50), -0.1);
            AssertSeen<T, L2>(new(1e30), -1e-30);
        }

        static void AssertSeen<T, TPenalty>(TPenalty penalty, double expected)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TPenalty : struct, IPenalty
        {
            T[] weights = [T.Zero, T.Zero];
            var rule = new Ftrl(0.1, beta: 0);
            rule.Step(weights, [T.Zero, T.One], penalty.Proximal(), rule.CreateState<Ftrl, T>(weights));
            Assert.True(IsPositiveZero(weights[0]), $"{weights[0]}");
            Assert.Equal(expected, double.CreateTruncating(weights[1]), Math.Abs(expected) * 1e-6);
        }
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(1e-20f)] // Its square is subnormal.
    [InlineData(1e-30f)] // Its square is zero,
    [InlineData(1e30f)] // and this one's is infinite.
    public void Ftrl_without_beta_moves_as_far_whatever_the_scale_of_the_gradients(float gradient)
    {
        // Its weights are those of Adagrad in exact arithmetic: −α·Σ 1/√t.
        var expected = -0.1 * Enumerable.Range(1, 100).Sum(t => 1 / Math.Sqrt(t));
        Assert.Equal(expected, Train<float>(gradient), 1e-4);
        Assert.Equal(expected, Train<double>(gradient), 1e-12);

        static double Train<T>(float gradient)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var rule = new Ftrl(0.1, beta: 0);
            var (weights, gradients) = (new T[FirstStep.Count], new T[FirstStep.Count]);
            gradients.AsSpan().Fill(T.CreateTruncating(gradient));
            var state = rule.CreateState<Ftrl, T>(weights);
            for (var step = 0; step < 100; step++)
            {
                rule.Step(weights, gradients, state);
            }

            Assert.All(weights, w => Assert.Equal(weights[0], w));
            return double.CreateTruncating(weights[0]);
        }
    }

    [Fact]
    public void Ftrl_keeps_the_root_of_n_near_the_exact_one_over_a_million_steps()
    {
        // Each step rounds √n by at most half an ulp, 2⁻²⁵ of it. Were all errors of one sign and at the end of their range, they would add up
        // to more; those of random gradients nearly cancel.
        var rule = new Ftrl(0.1);
        var random = new Random(1);
        var (weights, gradients) = (new float[FirstStep.Count], new float[FirstStep.Count]);
        var state = rule.CreateState<Ftrl, float>(weights);
        var exact = new double[FirstStep.Count];
        for (var step = 1; step <= 1_000_000; step++)
        {
            for (var i = 0; i < FirstStep.Count; i++)
            {
                gradients[i] = (2 * random.NextSingle()) - 1;
                exact[i] += (double)gradients[i] * gradients[i];
            }

            rule.Step(weights, gradients, state);
        }

        Assert.All(exact, (n, i) => Assert.Equal(Math.Sqrt(n), state[1][i], 1e-3 * Math.Sqrt(n)));
    }

    [Theory]
    [InlineData(1.17e-38f)]
    [InlineData(-1e-39f)]
    public void Ftrl_without_beta_takes_a_subnormal_gradient_for_none(float gradient)
    {
        Assert.All(FirstStep.From<Ftrl, float>(new(0.001, beta: 0), 0, gradient), w => Assert.True(IsPositiveZero(w), $"{w}"));
        Assert.All(FirstStep.From<Ftrl, double>(new(0.001, beta: 0), 0, gradient * 1e-270), w => Assert.True(IsPositiveZero(w), $"{w}"));
    }

    [Fact]
    public void Ftrl_refuses_a_beta_and_an_l2_that_together_exceed_the_largest_float()
    {
        var refusal = Assert.Throws<ArgumentOutOfRangeException>(() => new Ftrl(1e20, l2: 1e20));
        Assert.Equal("l2", refusal.ParamName);
        Assert.Equal(1e20, refusal.ActualValue);
        Assert.StartsWith($"beta + learningRate * l2 must not exceed {float.MaxValue}", refusal.Message, StringComparison.Ordinal);

        Assert.Throws<ArgumentOutOfRangeException>(() => new Ftrl(2, float.MaxValue, l2: 1e38));
        Assert.Equal(float.MaxValue, new Ftrl(1, float.MaxValue).Beta);
    }

    [Fact]
    public void Ftrl_shows_what_is_NaN_in_z_in_n_in_the_weight_and_in_the_gradient()
    {
        var rule = new Ftrl(0.1, 1, 0.3, 0.2);
        Assert.All(FirstStep.From(rule, 1f, float.NaN), w => Assert.True(float.IsNaN(w)));
        Assert.All(FirstStep.From(rule, float.NaN, 0.1f), w => Assert.True(float.IsNaN(w)));
        for (var slot = 0; slot < Ftrl.StateCount; slot++)
        {
            Assert.All(FirstStep.From(rule, 1f, 0.1f, slot, float.NaN), w => Assert.True(float.IsNaN(w)));
        }
    }

    private static bool IsPositiveZero<T>(T value)
        where T : IBinaryFloatingPointIeee754<T> =>
        value == T.Zero && !T.IsNegative(value);
}
