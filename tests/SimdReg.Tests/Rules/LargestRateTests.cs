using System.Numerics;

namespace SimdReg.Tests.Rules;

/// <summary>Rules that divide α by a root and ε: how large α/ε may be, which is the rate where the root is 0.</summary>
public class LargestRateTests
{
    // Powers of two, by which a division is exact, and others, from the smallest that is let in on. At 2.44e-8 α·(1/ε) rounds
    // to infinity before α/ε does, at 1.252e-8 it is the other way round.
    private static readonly float[] _epsilons = [1.17549435e-38f, 2e-38f, 3e-38f, 1.1e-30f, 1 / (float)(1L << 40), 1e-10f, 1e-8f, 1.252e-8f, 2.44e-8f, 0.1f];

    [Fact]
    public void Up_to_the_largest_rate_a_weight_without_a_gradient_stays_and_beyond_it_the_rule_is_refused_by_both_parameters()
    {
        AssertEdge((rate, epsilon) => new Adam(rate, epsilon: epsilon));
        AssertEdge((rate, epsilon) => new AmsGrad(rate, epsilon: epsilon));
        AssertEdge((rate, epsilon) => new Adagrad(rate, epsilon: epsilon));
        AssertEdge((rate, epsilon) => new Adagrad(rate, learningRateDecay: 0.5, epsilon: epsilon));
        AssertEdge((rate, epsilon) => new RmsProp(rate, epsilon: epsilon));
        AssertEdge((rate, epsilon) => new CenteredRmsProp(rate, epsilon: epsilon));
        AssertEdge((rate, epsilon) => new RmsPropMomentum(rate, 0.99, 0.9, epsilon: epsilon));
        AssertEdge((rate, epsilon) => new CenteredRmsPropMomentum(rate, 0.99, 0.9, epsilon: epsilon));
    }

    [Theory]
    [InlineData(2.5331039e36f, 0.0074441237f, true)]
    [InlineData(3.7147492e37f, 0.10916667f, false)]
    public void A_rate_is_refused_where_either_the_quotient_or_the_product_with_the_inverse_is_infinite(float rate, float epsilon, bool isQuotientFinite)
    {
        Assert.Equal(isQuotientFinite, float.IsFinite(rate / epsilon));
        Assert.Equal(!isQuotientFinite, float.IsFinite(rate * (1 / epsilon)));

        Func<object>[] creations =
        [
            () => new Adam(rate, epsilon: epsilon),
            () => new AmsGrad(rate, epsilon: epsilon),
            () => new Adagrad(rate, epsilon: epsilon),
            () => new RmsProp(rate, epsilon: epsilon).WithMomentum(0.9),
            () => new CenteredRmsProp(rate, epsilon: epsilon).WithMomentum(0.9),
            () => new RmsPropMomentum(rate, 0.99, 0.9, epsilon: epsilon),
            () => new CenteredRmsPropMomentum(rate, 0.99, 0.9, epsilon: epsilon),
        ];
        Assert.All(creations, create => Assert.Equal("learningRate", Assert.Throws<ArgumentOutOfRangeException>(create).ParamName));
    }

    [Fact]
    public void A_step_before_the_first_is_refused_where_constants_depend_on_its_number()
    {
        AssertFirst(new Adam(0.1));
        AssertFirst(new AmsGrad(0.1));
        AssertFirst(new Adagrad(0.1, learningRateDecay: 1));
        AssertFirst(new DampenedMomentum(0.1, 0.9, 0.5));
    }

    private static void AssertEdge<TRule>(Func<double, double, TRule> create)
        where TRule : struct, IUpdateRule<TRule>
    {
        foreach (var epsilon in _epsilons)
        {
            var largest = LargestRate(rate => create(rate, epsilon));
            AssertStays<TRule, float>(create(largest, epsilon));
            AssertStays<TRule, double>(create(largest, epsilon));

            // No more is refused than what rounding makes uncertain.
            const double Most = float.MaxValue;
            Assert.InRange(largest, Most * epsilon * (1 - Math.ScaleB(1, -22)), Most * epsilon * (1 + Math.ScaleB(1, -22)));

            var beyond = MathF.BitIncrement(largest);
            var exception = Assert.Throws<ArgumentOutOfRangeException>(() => create(beyond, epsilon));
            Assert.Equal("learningRate", exception.ParamName);
            Assert.Equal((double)beyond, exception.ActualValue);
            Assert.StartsWith(
                $"learningRate / epsilon must not exceed {float.MaxValue}, the largest float, and epsilon is {(double)epsilon}.",
                exception.Message,
                StringComparison.Ordinal);
        }
    }

    /// <summary>The largest float that a constructor takes as a rate, by halving among their bits.</summary>
    private static float LargestRate<TRule>(Func<double, TRule> create)
    {
        var (taken, refused) = (0, BitConverter.SingleToInt32Bits(float.MaxValue) + 1);
        while (refused - taken > 1)
        {
            var middle = taken + ((refused - taken) / 2);
            try
            {
                create(BitConverter.Int32BitsToSingle(middle));
                taken = middle;
            }
            catch (ArgumentOutOfRangeException)
            {
                refused = middle;
            }
        }

        return BitConverter.Int32BitsToSingle(taken);
    }

    /// <summary>Steps without a gradient, in which an infinite rate would show: times a gradient, a moment or a strength of 0.</summary>
    private static void AssertStays<TRule, T>(TRule rule)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var weights = new T[75];
        Array.Fill(weights, T.One);
        var state = rule.CreateState<TRule, T>(weights);
        for (var step = 0; step < 3; step++)
        {
            rule.Step(weights, new T[weights.Length], state);
        }

        Assert.All(weights, w => Assert.True(w == T.One, $"{rule} on {typeof(T).Name} made {w} of 1."));

        // A strength of 1 divides by the rate and 1, and is no penalty at 0.
        rule.Step(weights, new T[weights.Length], new ElasticNet(0, 1).Proximal(), state);
        Assert.All(weights, w => Assert.True(w >= T.Zero, $"{rule}, proximal, on {typeof(T).Name} made {w} of 1."));
    }

    private static void AssertFirst<TRule>(TRule rule)
        where TRule : struct, IUpdateRule<TRule>
    {
        rule.AtStep(1);
        foreach (var number in (long[])[0, -1, long.MinValue])
        {
            var exception = Assert.Throws<ArgumentOutOfRangeException>(() => rule.AtStep(number));
            Assert.Equal("stepNumber", exception.ParamName);
            Assert.Equal(number, exception.ActualValue);
        }
    }
}
