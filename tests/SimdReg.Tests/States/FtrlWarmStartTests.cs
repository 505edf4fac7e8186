using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.States;

public class FtrlWarmStartSingleTests : FtrlWarmStartTests<float>;

public class FtrlWarmStartDoubleTests : FtrlWarmStartTests<double>;

/// <summary>FTRL started from weights that it has not computed.</summary>
public abstract class FtrlWarmStartTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T[] _weights = [.. Samples.Weights<T>(100, seed: 3), T.Zero, T.NegativeZero];

    [Theory]
    [InlineData(0.1, 1, 0.0, 0.0)]
    [InlineData(0.1, 1, 0.3, 0.0)]
    [InlineData(2, 0.5, 0.3, 0.7)]
    [InlineData(0.1, 0, 0.3, 0.7)]
    public void A_step_without_gradients_leaves_weights_where_they_are_up_to_rounding(double rate, double beta, double l1, double l2)
    {
        var rule = new Ftrl(rate, beta, l1, l2);
        T[] weights = [.. _weights];
        var state = rule.CreateState(weights);
        state.WarmStart(rule, weights);
        for (var step = 0; step < 3; step++)
        {
            rule.Step(weights, new T[weights.Length], state);
        }

        // z is rounded once, |z| − λ₁ twice more, and of a small weight λ₁ is most of z.
        var unit = typeof(T) == typeof(float) ? 1.2e-7 : 2.3e-16;
        var inverseRate = (beta / rate) + l2;
        for (var i = 0; i < weights.Length; i++)
        {
            var (expected, actual) = (double.CreateTruncating(_weights[i]), double.CreateTruncating(weights[i]));
            Assert.True(Math.Abs(actual - expected) <= 4 * unit * (Math.Abs(expected) + (l1 / inverseRate)), $"{expected} became {actual}.");
        }
    }

    [Fact]
    public void Without_it_the_first_step_forgets_the_weights()
    {
        var rule = new Ftrl(0.1);
        T[] weights = [.. _weights];
        rule.Step(weights, new T[weights.Length], rule.CreateState(weights));
        Assert.All(weights, weight => Assert.Equal(T.Zero, weight));
    }

    [Fact]
    public void The_first_gradient_moves_each_weight_by_the_rate_that_it_makes()
    {
        // With λ₁ = λ₂ = 0 the definition comes to w − α·g/(β + |g|).
        var rule = new Ftrl(0.5, beta: 1);
        T[] weights = [.. _weights], gradients = Samples.Gradients<T>(_weights.Length, seed: 4);
        var state = rule.CreateState(weights);
        state.WarmStart(rule, weights);
        rule.Step(weights, gradients, state);
        for (var i = 0; i < weights.Length; i++)
        {
            var (w, g) = (double.CreateTruncating(_weights[i]), double.CreateTruncating(gradients[i]));
            Assert.Equal(w - (0.5 * g / (1 + Math.Abs(g))), double.CreateTruncating(weights[i]), typeof(T) == typeof(float) ? 1e-5 : 1e-12);
        }
    }

    [Fact]
    public void What_cannot_be_started_is_refused_and_the_state_is_as_it_was()
    {
        var rule = new Ftrl(0.1);
        T[] weights = [.. _weights];
        var state = rule.CreateState(weights);
        Assert.Equal("weights", Assert.Throws<ArgumentException>(() => state.WarmStart(rule, weights.AsSpan(1))).ParamName);
        Assert.Contains("beta 0 and l2 0", Assert.Throws<ArgumentException>(() => state.WarmStart(new Ftrl(0.1, beta: 0), weights)).Message);
        Assert.Throws<InvalidOperationException>(() => state.WarmStart(default, weights));
        Assert.Equal(new T[weights.Length], state[0].ToArray());

        foreach (var (weight, refusing) in ((T, Ftrl)[])[(T.NaN, rule), (T.PositiveInfinity, rule), (Samples.LargestFinite<T>(), new Ftrl(1e-3))])
        {
            if (typeof(T) == typeof(double) && T.IsFinite(weight))
            {
                continue; // Doubles have room for what floats have not.
            }

            var refusal = Assert.Throws<ArgumentException>(() => state.WarmStart(refusing, [.. weights[1..], weight]));
            Assert.Equal("weights", refusal.ParamName);
            Assert.Contains($"weights[{weights.Length - 1}] is {weight}", refusal.Message, StringComparison.Ordinal);
            Assert.Equal(new T[weights.Length], state[0].ToArray());
        }

        rule.Step(weights, weights, state);
        Assert.Contains("counted 1 steps", Assert.Throws<InvalidOperationException>(() => state.WarmStart(rule, weights)).Message);
    }
}
