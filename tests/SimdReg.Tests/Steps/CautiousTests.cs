using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg.Tests.Steps;

public class CautiousSingleTests : CautiousTests<float>;

public class CautiousDoubleTests : CautiousTests<double>;

/// <summary>The cautious mode on weights whose steps can be computed by hand, at lengths beyond several vectors.</summary>
public abstract class CautiousTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Rate = 0.5;
    private const int Length = 83;

    [Theory]
    [InlineData(2, 1, 1.25)] // Towards zero: 1.5, less 0.5·0.25·2.
    [InlineData(-2, -1, -1.25)]
    [InlineData(2, -1, 2.5)] // Away from zero: no decay.
    [InlineData(-2, 1, -2.5)]
    [InlineData(2, 0, 1.75)] // Not at all: the decay alone.
    [InlineData(-2, -0d, -1.75)]
    [InlineData(1, 4, -1.125)] // Past zero: −1, less 0.5·0.25·1, as if decoupled.
    [InlineData(0, 1, -0.5)] // From zero, where L2 does not pull.
    [InlineData(0, -1, 0.5)]
    [InlineData(1, -1e-30, 0.875)] // An update that rounds away is none.
    public void With_L2_a_weight_takes_the_step_of_the_definition(double weight, double gradient, double expected) =>
        Assert.All(Step(new L2(0.25).Cautious(), weight, gradient), w => Assert.Equal(T.CreateChecked(expected), w));

    [Theory]
    [InlineData(2, 1, 1.375)]
    [InlineData(-2, -1, -1.375)]
    [InlineData(2, -1, 2.5)]
    [InlineData(0, 1, -0.5)]
    [InlineData(2, 0, 1.875)]
    public void With_L1_a_weight_takes_the_step_of_the_definition(double weight, double gradient, double expected) =>
        Assert.All(Step(new L1(0.25).Cautious(), weight, gradient), w => Assert.Equal(T.CreateChecked(expected), w));

    [Fact]
    public void Signs_are_compared_where_the_product_of_weight_and_update_underflows_or_overflows()
    {
        var largest = T.ILogB(T.BitDecrement(T.PositiveInfinity));
        foreach (var exponent in (int[])[-largest * 4 / 5, largest - 2])
        {
            var size = Math.ScaleB(1, exponent);
            Assert.All(Step(new L2(0.25).Cautious(), size, size), w => Assert.Equal(T.CreateChecked(0.375 * size), w));
            Assert.All(Step(new L2(0.25).Cautious(), size, -size), w => Assert.Equal(T.CreateChecked(1.5 * size), w));
        }
    }

    [Fact]
    public void NaN_in_a_weight_or_a_gradient_stays_visible()
    {
        Assert.All(Step(new L2(0.25).Cautious(), double.NaN, 1), w => Assert.True(T.IsNaN(w)));
        Assert.All(Step(new L2(0.25).Cautious(), 1, double.NaN), w => Assert.True(T.IsNaN(w)));
        Assert.All(Step(new L2(0.25).Cautious(), double.PositiveInfinity, double.PositiveInfinity), w => Assert.True(T.IsNaN(w)));
    }

    [Theory]
    [InlineData(0.25)]
    [InlineData(30)]
    public void On_a_quadratic_loss_it_ends_at_the_minimum_less_one_decay_where_decoupled_ends_short(double start)
    {
        // ½(w − 8)²: below 8 the update opposes the decay, and from 8 on one step goes down to 8·(1 − α·s) at least.
        const double Minimum = 8, Strength = 0.25, SmallRate = 0.125;
        T[] cautious = [.. Enumerable.Repeat(T.CreateChecked(start), Length)], decoupled = [.. cautious];
        for (var step = 0; step < 1_000; step++)
        {
            new Sgd(SmallRate).Step(cautious, Gradients(cautious), new L2(Strength).Cautious());
            new Sgd(SmallRate).Step(decoupled, Gradients(decoupled), new L2(Strength).Decoupled());
        }

        // Below, what is left of the way after a step is 1 − α of it: the last place is rounded.
        var slack = 8 * double.CreateChecked(T.BitIncrement(T.One) - T.One) * Minimum;
        Assert.All(cautious, w => Assert.InRange(double.CreateChecked(w), (Minimum * (1 - (SmallRate * Strength))) - slack, Minimum + slack));
        Assert.All(decoupled, w => Assert.InRange(double.CreateChecked(w), (Minimum / (1 + Strength)) - slack, (Minimum / (1 + Strength)) + slack));

        static T[] Gradients(T[] weights) => Array.ConvertAll(weights, w => w - T.CreateChecked(Minimum));
    }

    [Fact]
    public void A_penalty_without_a_gradient_is_refused() =>
        Assert.Equal(
            "Bound has no gradient, so it cannot be Cautious: use it as penalty.Proximal().",
            Assert.Throws<NotSupportedException>(() => default(Bound).Cautious()).Message);

    private static T[] Step<TPenalty>(PenaltyTerm<TPenalty, Cautious> term, double weight, double gradient)
        where TPenalty : struct, IPenalty
    {
        T[] weights = [.. Enumerable.Repeat(T.CreateChecked(weight), Length)];
        new Sgd(Rate).Step(weights, [.. Enumerable.Repeat(T.CreateChecked(gradient), Length)], term);
        return weights;
    }

    /// <summary>w ≥ 0</summary>
    private readonly struct Bound : IPenalty
    {
        public static bool HasGradient => false;

        public bool IsZero => false;

        public L Value<L>(L weights)
            where L : struct, ILanes<L> => L.Zero;

        public L AddGradient<L>(L weights, L gradients)
            where L : struct, ILanes<L> => gradients;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public L ProximalStep<L>(L points, L rate)
            where L : struct, ILanes<L> => L.Max(points, L.Zero);
    }
}
