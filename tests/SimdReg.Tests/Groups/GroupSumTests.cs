using System.Numerics;
using FsCheck.Xunit;
using SimdReg.Tests.Properties;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Groups;

public class GroupSumSingleTests : GroupSumTests<float>;

public class GroupSumDoubleTests : GroupSumTests<double>;

/// <summary>Values and gradients of penalties on groups, one of them of the user's own.</summary>
public abstract class GroupSumTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Property(MaxTest = 100, Arbitrary = [typeof(GroupArbitraries)])]
    public void The_value_is_the_sum_over_the_groups(GroupInput<T> input)
    {
        var (s, groups) = ((double)input.Numbers.Strength, input.Shape.Groups);
        Assert(new GroupLasso(s, true).Over(groups), new GroupLassoReference(s, true), new NoneReference());
        Assert(new GroupRidge(s).Over(groups), new GroupRidgeReference(s), new NoneReference());
        Assert(new SparseGroupLasso(s / 2, s).Over(groups), new GroupLassoReference(s), new L1Reference(s / 2));
        Assert(new GroupLasso(s).Over(groups).Within(new MaxNorm(1).Over(groups)), new GroupLassoReference(s), new NoneReference());

        void Assert<TPenalty>(TPenalty penalty, IGroupReference group, IPenaltyReference element)
            where TPenalty : struct, IPenalty
        {
            var expected = input.Numbers.Weights.Sum(w => element.Value(double.CreateChecked(w)))
                + input.Shape.Lists.Sum(list => group.Value(double.CreateChecked(GroupNormReference.Of(list.Select(i => input.Numbers.Weights[i]))), list.Length));

            // Rounding of the sum over single weights and of the result, and that of the naive sum: one for each of its terms, all of them at least 0.
            var tolerance = expected * ((2 * Numbers<T>.UnitRoundoff) + ((input.Shape.Length + 8) * Math.ScaleB(1, -52)));
            Xunit.Assert.Equal(expected, double.CreateChecked(Penalty.Sum<T, TPenalty>(input.Numbers.Weights, penalty)), tolerance);
            Xunit.Assert.Equal(Penalty.Sum<T, TPenalty>(input.Numbers.Weights, penalty), Optimizer<T>.Create(new Sgd(1), penalty.Proximal(), input.Shape.Length).PenaltySum(input.Numbers.Weights));
        }
    }

    [Property(MaxTest = 100, Arbitrary = [typeof(WildGroupArbitraries)])]
    public void The_gradient_has_the_bits_of_its_definition(GroupInput<T> input)
    {
        var (s, groups) = ((double)input.Numbers.Strength, input.Shape.Groups);
        Assert(new GroupLasso(s, true).Over(groups), new GroupLassoReference(s, true), new NoneReference());
        Assert(new GroupRidge(s).Over(groups), new GroupRidgeReference(s), new NoneReference());
        Assert(new SparseGroupLasso(s / 2, s).Over(groups), new GroupLassoReference(s), new L1Reference(s / 2));

        void Assert<TPenalty>(TPenalty penalty, IGroupReference group, IPenaltyReference element)
            where TPenalty : struct, IPenalty
        {
            T[] expected = [.. input.Numbers.Weights.Zip(input.Numbers.Gradients, (w, g) => GradientReference.Next(element, w, g))];
            new GroupStepReference(PenaltyMode.Coupled, new SgdReference(1), element, group, input.Shape.Lists).AddGradient(input.Numbers.Weights, expected);
            T[] actual = [.. input.Numbers.Gradients];
            Penalty.AddGradient<T, TPenalty>(input.Numbers.Weights, actual, penalty);
            Bits.Equal<T>([.. expected.Select(g => g + T.Zero)], [.. actual.Select(g => g + T.Zero)], new($"{penalty.GetType().Name}, {input.Shape}", expected.Length, 0));
        }
    }

    [Fact]
    public void The_sum_of_a_set_is_that_of_its_arrays()
    {
        T[] first = Samples.Weights<T>(120, seed: 770), second = Samples.Weights<T>(50, seed: 771);
        var (lasso, factored) = (new GroupLasso(0.3).Over(WeightGroups.Rows(12)), new L1(0.4).WithFactors(Enumerable.Repeat(0.5, 50).ToArray()));
        var set = new ParameterSet<T>();
        set.Add(first, new T[120], new Sgd(1), lasso.Proximal());
        set.Add(second, new T[50], new Adam(1), factored.Coupled());
        var expected = double.CreateChecked(Penalty.Sum(first, lasso)) + double.CreateChecked(Penalty.Sum(second, factored));
        Assert.Equal(expected, double.CreateChecked(set.PenaltySum()), expected * 4 * Numbers<T>.UnitRoundoff);
    }

    [Fact]
    public void A_group_outside_a_set_charges_infinity_wherever_it_comes()
    {
        var bound = new MaxNorm(1).Over(WeightGroups.Rows(2));
        Assert.Equal(T.PositiveInfinity, Penalty.Sum([T.One, T.One, T.Zero, T.One], bound));
        Assert.Equal(T.PositiveInfinity, Penalty.Sum([T.One, T.Zero, T.One, T.One], bound));
        Assert.Equal(T.PositiveInfinity, Penalty.Sum([T.One, T.One, T.One, T.One], bound));
        Assert.Equal(T.Zero, Penalty.Sum([T.One, T.Zero, T.Zero, T.One], bound));
    }

    [Fact]
    public void NaN_and_infinity_show_in_the_sum_also_at_strength_zero_and_without_a_group()
    {
        foreach (var strength in (double[])[0, 0.5])
        {
            foreach (var groups in (WeightGroups[])[WeightGroups.Rows(2), WeightGroups.Columns(2), WeightGroups.FromIndices([0, 1]), WeightGroups.All])
            {
                Assert(new GroupLasso(strength).Over(groups));
                Assert(new GroupRidge(strength).Over(groups));
                Assert(new SparseGroupLasso(strength, 0.1).Over(groups));
                Assert(new SparseGroupLasso(0.1, strength).Over(groups));
                Assert(new L1(strength).WithFactors(new float[] { 1, 1, 0.5f, 1 }));
                Assert(new L1(strength).Within(new MaxNorm(1).Over(groups)));
            }
        }

        static void Assert<TPenalty>(TPenalty penalty)
            where TPenalty : struct, IPenalty
        {
            for (var i = 0; i < 4; i++)
            {
                T[] weights = [T.One, T.One, T.One, T.One];
                weights[i] = T.NegativeInfinity;
                Xunit.Assert.Equal(T.PositiveInfinity, Penalty.Sum(weights, penalty));
                weights[(i + 1) % 4] = T.NaN;
                Xunit.Assert.True(T.IsNaN(Penalty.Sum(weights, penalty)), $"{penalty} at {i}");
            }
        }
    }

    [Fact]
    public void A_strength_of_zero_leaves_infinite_weights_to_the_rule()
    {
        foreach (var mode in Enum.GetValues<PenaltyMode>())
        {
            Assert(new SparseGroupLasso(0.1, 0).Over(WeightGroups.All), new L1(0.1));
            Assert(new SparseGroupLasso(0, 0).Over(WeightGroups.All), default(None));
            Assert(new GroupRidge(0).Over(WeightGroups.All), default(None));
            Assert(new L2(0).WithFactors(new float[3]), default(None));

            void Assert<TPenalty, TPlain>(TPenalty penalty, TPlain plain)
                where TPenalty : struct, IPenalty
                where TPlain : struct, IPenalty
            {
                T[] expected = [T.PositiveInfinity, T.One, T.NegativeInfinity], actual = [.. expected], gradients = [T.One, T.One, T.One];
                RuleTable.Sgd.Step<T, TPlain>(plain, 0.1, mode, expected, gradients, default, default);
                RuleTable.Sgd.Step<T, TPenalty>(penalty, 0.1, mode, actual, gradients, default, default);
                Bits.Equal<T>(expected, actual, new($"{penalty.GetType().Name}, {mode}", 3, 0));
            }
        }
    }

    [Property(MaxTest = 50, Arbitrary = [typeof(GroupArbitraries)])]
    public void A_penalty_of_the_users_own_steps_like_the_library_s(GroupInput<T> input)
    {
        var (s, rate) = ((double)input.Numbers.Strength, input.Numbers.Rate);
        var mcp = new GroupMcp(s, rate + 2);
        var reference = new GroupMcpReference(s, rate + 2);
        foreach (var mode in Enum.GetValues<PenaltyMode>())
        {
            T[] expected = [.. input.Numbers.Weights], actual = [.. expected];
            new GroupStepReference(mode, new SgdReference(rate), new NoneReference(), reference, input.Shape.Lists).Step(expected, input.Numbers.Gradients, [], 1, default);
            RuleTable.Sgd.Step<T, Grouped<GroupMcp, None>>(mcp.Over(input.Shape.Groups), rate, mode, actual, input.Numbers.Gradients, default, default);
            Bits.Equal<T>(expected, actual, new($"{mode}, {input.Shape}", actual.Length, 0));
        }

        // A group beyond γ·s is free, also at rates of its own: here at most 0.1.
        T[] large = [.. Enumerable.Repeat(T.CreateChecked(1e6), input.Shape.Length)], free = [.. large];
        T[] gradients = [.. input.Numbers.Gradients.Select(g => T.Abs(g) + T.One)];
        new Adagrad(0.1).Step(free, gradients, new Adagrad(0.1).CreateState<Adagrad, T>(free));
        new Adagrad(0.1).Step(large, gradients, mcp.Over(input.Shape.Groups).Proximal(), new Adagrad(0.1).CreateState<Adagrad, T>(large));
        Bits.Equal<T>(free, large, new("free", free.Length, 0));
    }

    /// <summary>The group MCP, for rates below γ.</summary>
    private readonly struct GroupMcp(double s, double gamma) : IGroupPenalty
    {
        public static bool IsConvex => false;

        public bool IsZero => s == 0;

        public double Value(double norm, int size) => norm > gamma * s ? gamma * s * s / 2 : (s * norm) - (norm * norm / (2 * gamma));

        public double Slope(double norm, int size) => Math.Max(s - (norm / gamma), 0);

        public double ProximalStep(double norm, double rate, int size) =>
            norm > gamma * s ? norm : Math.Max(norm - (rate * s), 0) / (1 - (rate / gamma));
    }

    private sealed class GroupMcpReference(double s, double gamma) : IGroupReference
    {
        public double Value(double norm, int size) => throw new NotSupportedException();

        public double Slope(double norm, int size) => norm < s * gamma ? s - (norm / gamma) : 0;

        public double ProximalStep(double norm, double rate, int size) =>
            norm > gamma * s ? norm : norm <= rate * s ? 0 : (norm - (rate * s)) / (1 - (rate / gamma));
    }
}
