using System.Numerics;
using FsCheck.Xunit;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Groups;

public class BoundSingleTests : BoundTests<float>;

public class BoundDoubleTests : BoundTests<double>;

/// <summary>Sets that each group must lie in: <see cref="MaxNorm"/> and <see cref="UnitNorm"/>.</summary>
public abstract class BoundTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly double _unit = double.CreateChecked(T.BitIncrement(T.One) - T.One);

    [Property(MaxTest = 200, Arbitrary = [typeof(GroupArbitraries)])]
    public void A_group_inside_is_left_alone_to_the_bit_and_one_outside_is_scaled_to_the_bound(GroupInput<T> input)
    {
        var (before, after) = (input.Numbers.Weights, input.Numbers.Weights.ToArray());
        var bound = (double)input.Numbers.Strength;
        new MaxNorm(bound).Over(input.Shape.Groups).Project<T>(after);
        foreach (var list in input.Shape.Lists)
        {
            var (norm, projected) = (Norm(before, list), Norm(after, list));
            Assert.True(projected <= bound, $"{projected} above {bound}");
            foreach (var i in list)
            {
                if (norm <= bound)
                {
                    Bits.Equal<T>([before[i]], [after[i]], new($"{input.Shape}", list.Length, i));
                }
                else
                {
                    // Norm, factor and product are rounded; then the group may shrink by two units.
                    var exact = double.CreateChecked(before[i]) * bound / norm;
                    Assert.InRange(double.CreateChecked(after[i]) - exact, -5 * _unit * Math.Abs(exact), 5 * _unit * Math.Abs(exact));
                }
            }
        }

        Assert.All(Enumerable.Range(0, before.Length).Except(input.Shape.Lists.SelectMany(list => list)), i => Assert.Equal(before[i], after[i]));
    }

    [Property(MaxTest = 200, Arbitrary = [typeof(WildGroupArbitraries)])]
    public void Another_projection_onto_the_bound_changes_nothing(GroupInput<T> input)
    {
        T[] once = [.. input.Numbers.Weights.Select(w => T.IsFinite(w) ? w : Samples.LargestFinite<T>())];
        var constraint = new MaxNorm(input.Numbers.Strength).Over(input.Shape.Groups);
        constraint.Project<T>(once);
        var twice = once.ToArray();
        constraint.Project<T>(twice);
        Bits.Equal<T>(once, twice, new($"{input.Shape}", once.Length, 0));
    }

    [Fact]
    public void Ten_thousand_repetitions_do_not_drift()
    {
        var groups = WeightGroups.Rows(37);
        var bounded = Samples.Gradients<T>(37 * 20, seed: 720);
        new MaxNorm(0.1).Over(groups).Project<T>(bounded);
        var unit = Samples.Gradients<T>(37 * 20, seed: 721);
        new UnitNorm().Over(groups).Project<T>(unit);
        var (boundedStart, unitStart) = (bounded.ToArray(), unit.ToArray());
        for (var i = 0; i < 10_000; i++)
        {
            new MaxNorm(0.1).Over(groups).Project<T>(bounded);
            new UnitNorm().Over(groups).Project<T>(unit);
        }

        Bits.Equal<T>(boundedStart, bounded, new("MaxNorm", bounded.Length, 0));
        for (var i = 0; i < unit.Length; i++)
        {
            var start = double.CreateChecked(unitStart[i]);
            Assert.InRange(double.CreateChecked(unit[i]) - start, -4 * _unit * Math.Abs(start), 4 * _unit * Math.Abs(start));
        }
    }

    [Property(MaxTest = 200, Arbitrary = [typeof(GroupArbitraries)])]
    public void Each_group_of_unit_norm_keeps_its_direction_and_zeros_stay_zero(GroupInput<T> input)
    {
        var (before, after) = (input.Numbers.Weights, input.Numbers.Weights.ToArray());
        new UnitNorm().Over(input.Shape.Groups).Project<T>(after);
        foreach (var list in input.Shape.Lists)
        {
            var (norm, projected) = (Norm(before, list), Norm(after, list));
            Assert.True(norm == 0 ? projected == 0 : Math.Abs(projected - 1) <= 4 * _unit, $"{norm} became {projected}");
            foreach (var i in list)
            {
                var exact = norm == 0 ? 0 : double.CreateChecked(before[i]) / norm;
                Assert.InRange(double.CreateChecked(after[i]) - exact, -5 * _unit * Math.Abs(exact), 5 * _unit * Math.Abs(exact));
            }
        }

        Assert.Equal(T.Zero, Penalty.Sum<T, Grouped<UnitNorm, None>>(after, new UnitNorm().Over(input.Shape.Groups)));
    }

    [Property(MaxTest = 8, Arbitrary = [typeof(WildGroupArbitraries)])]
    public void A_step_within_a_bound_is_the_step_and_then_the_projection_in_every_mode(GroupInput<T> input)
    {
        var (strength, rate) = (input.Numbers.Strength, input.Numbers.Rate);
        var bound = new MaxNorm(strength).Over(input.Shape.Groups);
        foreach (var rule in RuleTable.OfEachStateCount)
        {
            foreach (var mode in Enum.GetValues<PenaltyMode>())
            {
                var options = input.Numbers.Options with { KeepZeros = false };
                var start = GroupStepProperties<T>.Start(input, rule, rate);
                var (expected, actual) = (start[..], start[..]);
                expected.Run((w, g, state) => rule.Step(new ElasticNet(strength, 0.1), rate, mode, w, g, state, options));
                bound.Project<T>(expected.Targets);
                actual.Run((w, g, state) => rule.Step(new ElasticNet(strength, 0.1).Within(bound), rate, mode, w, g, state, options));
                expected.AssertEqual(actual, new($"{rule}, {mode}, {input.Shape.Name}", input.Shape.Length, 0));

                (expected, actual) = (start[..], start[..]);
                expected.Run((w, g, state) => rule.Step(new GroupLasso(strength).Over(input.Shape.Groups), rate, mode, w, g, state, options));
                bound.Project<T>(expected.Targets);
                actual.Run((w, g, state) => rule.Step(new GroupLasso(strength).Over(input.Shape.Groups).Within(bound), rate, mode, w, g, state, options));
                expected.AssertEqual(actual, new($"group lasso, {rule}, {mode}, {input.Shape.Name}", input.Shape.Length, 0));
            }
        }
    }

    [Property(MaxTest = 50, Arbitrary = [typeof(GroupArbitraries)])]
    public void A_step_within_a_bound_without_a_penalty_or_of_strength_zero_is_the_plain_step_and_then_the_projection(GroupInput<T> input)
    {
        var bound = new MaxNorm(input.Numbers.Strength).Over(input.Shape.Groups);
        var expected = input.Numbers.Step();
        bound.Project<T>(expected);
        Bits.Equal<T>(expected, input.Numbers.Step(default(None).Within(bound).Coupled()), new("None", expected.Length, 0));
        Bits.Equal<T>(expected, input.Numbers.Step(bound.Proximal()), new("as a penalty", expected.Length, 0));
        Bits.Equal<T>(expected, input.Numbers.Step(new L2(0).Within(bound).Decoupled()), new("L2(0)", expected.Length, 0));
        Bits.Equal<T>(expected, input.Numbers.Step(new L1(0).Within(bound).Proximal()), new("L1(0)", expected.Length, 0));
        Bits.Equal<T>(expected, input.Numbers.Step(new GroupLasso(0).Over(WeightGroups.All).Within(bound).Coupled()), new("GroupLasso(0)", expected.Length, 0));
    }

    [Fact]
    public void Weights_so_large_or_small_that_their_norm_or_its_inverse_overflows_are_projected_too()
    {
        var large = Samples.LargestFinite<T>();
        T[] weights = [large, -large, large, -large];
        new MaxNorm(1).Over(WeightGroups.All).Project<T>(weights);
        AssertHalves([1, -1, 1, -1], weights);
        foreach (var small in (T[])[T.Epsilon, T.Epsilon * T.CreateChecked(5), Samples.SmallestNormal<T>() / T.CreateChecked(2), Samples.SmallestNormal<T>()])
        {
            weights = [small, T.Zero, -small, small, small];
            new UnitNorm().Over(WeightGroups.All).Project<T>(weights);
            AssertHalves([1, 0, -1, 1, 1], weights);
        }

        static void AssertHalves(int[] signs, T[] weights) => Assert.All(signs.Zip(weights), pair =>
            Assert.InRange(double.CreateChecked(pair.Second) - (pair.First / 2.0), -4 * _unit * Math.Abs(pair.First), 4 * _unit * Math.Abs(pair.First)));
    }

    [Fact]
    public void A_bound_of_zero_makes_all_groups_zero()
    {
        var weights = Samples.Gradients<T>(300, seed: 722);
        new MaxNorm(0).Over(WeightGroups.Rows(3)).Project<T>(weights);
        Bits.Equal<T>(new T[300], weights, new("zero", 300, 0));
    }

    [Fact]
    public void A_penalty_that_is_no_set_cannot_be_projected_onto()
    {
        var weights = new T[4];
        Assert.Contains("use it as", Assert.Throws<NotSupportedException>(() => new GroupLasso(1).Over(WeightGroups.All).Project<T>(weights)).Message);
        Assert.Equal("weights", Assert.Throws<ArgumentException>(() => new MaxNorm(1).Over(WeightGroups.Rows(3)).Project<T>(weights)).ParamName);
        Assert.Equal("maxDegreeOfParallelism", Assert.Throws<ArgumentOutOfRangeException>(() => new MaxNorm(1).Over(WeightGroups.All).Project<T>(weights, 0)).ParamName);
        Assert.Throws<NotSupportedException>(() => new Sgd(1).Step<Sgd, T, Constrained<None, Grouped<GroupLasso, None>>, Coupled>(
            weights, weights, default(None).Within(new GroupLasso(1).Over(WeightGroups.All)).Coupled()));
        Assert.Throws<NotSupportedException>(() => new MaxNorm(1).Over(WeightGroups.All).Coupled());
        Assert.Throws<NotSupportedException>(() => new UnitNorm().Over(WeightGroups.All).Decoupled());
    }

    private static double Norm(T[] weights, int[] list) => double.CreateChecked(GroupNormReference.Of(list.Select(i => weights[i])));
}
