using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Groups;

/// <summary>Groups where rounding, underflow or a kept zero decides.</summary>
public abstract class GroupCornerTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void A_row_at_a_bound_that_is_no_number_of_the_type_is_left_alone_beside_any_other_row_and_on_any_number_of_threads()
    {
        var bound = T.CreateChecked(0.1);
        T[] rows = [.. Enumerable.Range(0, 150_000).SelectMany(i => i % 60 == 0 ? new[] { T.CreateChecked(0.3), T.Zero } : [bound, T.Zero])];
        var penalty = new MaxNorm(0.1).Over(WeightGroups.Rows(2));
        T[] one = [.. rows], four = [.. rows], stepped = [.. rows];
        penalty.Project<T>(one);
        penalty.Project<T>(four, 4);
        new Sgd(1).Step(stepped, new T[rows.Length], penalty.Proximal(), new StepOptions { MaxDegreeOfParallelism = 4 });
        Bits.Equal<T>([.. Enumerable.Range(0, rows.Length).Select(i => i % 2 == 0 ? bound : T.Zero)], one, new("one", rows.Length, 0));
        Bits.Equal<T>(one, four, new("four", rows.Length, 0));
        Bits.Equal<T>(one, stepped, new("stepped", rows.Length, 0));
        Assert.Equal(T.Zero, Penalty.Sum(one, penalty));
    }

    [Fact]
    public void The_gradient_of_a_kept_zero_does_not_touch_its_group_under_rates_of_its_own()
    {
        T[] weights = [T.Zero, T.One, T.CreateChecked(2), T.CreateChecked(3)], gradients = [T.NaN, T.CreateChecked(0.1), T.CreateChecked(0.1), T.CreateChecked(0.1)];
        T[] without = weights[1..];
        var (penalty, options) = (new GroupLasso(0.001).Over(WeightGroups.All).Proximal(), new StepOptions { KeepZeros = true });
        var adam = new Adam(0.01);
        adam.Step(weights, gradients, penalty, adam.CreateState<Adam, T>(weights), options);
        adam.Step(without, gradients.AsSpan(1), penalty, adam.CreateState<Adam, T>(without), options);
        Bits.Equal<T>([T.Zero, .. without], weights, new("group", 4, 0));
    }

    [Fact]
    public void A_weight_that_the_pull_takes_to_zero_is_none_of_the_zeros_that_are_kept()
    {
        T[] weights = [T.CreateChecked(0.5)];
        new Sgd(0.5).Step(weights, [T.One], new GroupLasso(1).Over(WeightGroups.Rows(1)).Decoupled(), new StepOptions { KeepZeros = true });
        Assert.Equal(T.CreateChecked(-0.5), weights[0]);
    }

    [Fact]
    public void The_gradient_of_a_tiny_group_is_its_direction_times_the_slope()
    {
        var tiny = Samples.SmallestNormal<T>() * T.CreateChecked(2);
        T[] weights = [tiny, T.Zero], gradients = new T[2];
        Penalty.AddGradient<T, Grouped<GroupLasso, None>>(weights, gradients, new GroupLasso(10).Over(WeightGroups.All));
        Assert.Equal([T.CreateChecked(10), T.Zero], gradients);
    }

    [Fact]
    public void A_bound_far_below_the_norm_keeps_the_direction()
    {
        var large = Samples.LargestFinite<T>() / T.CreateChecked(8);
        foreach (var bound in (double[])[1e-10, 3e-7, 1])
        {
            T[] weights = [large, large / T.CreateChecked(4)];
            T[] ball = [.. weights];
            new MaxNorm(bound).Over(WeightGroups.All).Project<T>(weights);
            new L2Ball(bound).Project<T>(ball);
            Assert.Equal(weights, ball);
            var (expected, unit) = (bound / Math.Sqrt(1 + (1 / 16.0)), double.CreateChecked(T.BitIncrement(T.One) - T.One));
            Assert.InRange(double.CreateChecked(weights[0]), expected * (1 - (4 * unit)), expected * (1 + (4 * unit)));
            Assert.InRange(double.CreateChecked(weights[1]), expected / 4 * (1 - (4 * unit)), expected / 4 * (1 + (4 * unit)));
        }
    }

    [Fact]
    public void A_factor_of_zero_frees_a_weight_from_a_bound()
    {
        T[] weights = [T.CreateChecked(-5), T.CreateChecked(-5)];
        new Sgd(1).Step(weights, new T[2], new Box(0, 1).WithFactors(new float[] { 0, 1 }).Proximal());
        Assert.Equal([T.CreateChecked(-5), T.Zero], weights);
    }

    [Fact]
    public void A_second_projection_onto_unit_norms_changes_nothing()
    {
        var rows = Samples.Weights<T>(2000 * 7, seed: 771);
        var sphere = default(UnitNorm).Over(WeightGroups.Rows(7));
        sphere.Project<T>(rows);
        T[] again = [.. rows];
        sphere.Project<T>(again);
        Bits.Equal<T>(rows, again, new("again", rows.Length, 0));
    }
}

public class GroupCornerSingleTests : GroupCornerTests<float>
{
    [Fact]
    public void An_index_without_a_next_one_is_refused() =>
        Assert.Throws<ArgumentException>(() => WeightGroups.FromIndices([0, int.MaxValue]));
}

public class GroupCornerDoubleTests : GroupCornerTests<double>;
