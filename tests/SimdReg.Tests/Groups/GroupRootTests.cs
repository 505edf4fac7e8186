using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SimdReg.Groups;
using SimdReg.Tests.Reference;

namespace SimdReg.Tests.Groups;

public class GroupRootSingleTests : GroupRootTests<float>;

public class GroupRootDoubleTests : GroupRootTests<double>
{
    [Fact]
    public void A_root_smaller_than_the_norm_by_any_factor_is_found()
    {
        foreach (var exponent in Enumerable.Range(1, 290))
        {
            var small = Math.Pow(10, -exponent);
            AssertMinimum([small, 1, -1], [0, 4, 8], 1);
            AssertMinimum([1, small, 1e-3 * small], [2, small / 2, 0], 1);
        }
    }
}

/// <summary>The proximal step of a group at rates of its own, directly: hard cases.</summary>
public abstract class GroupRootTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of steps, each of which reads two slopes; and one at 0, at the norm and at the root.</summary>
    private const int MostSlopes = (2 * 128) + 3;

    [Property(MaxTest = 1000)]
    public Property Rates_of_twenty_magnitudes_give_the_minimum() => Prop.ForAll(
        (from size in Gen.Choose(1, 70)
         from seed in Gen.Choose(0, int.MaxValue)
         from spread in Gen.Choose(0, 20)
         from strength in Gen.Choose(-12, 8)
         select (size, seed, spread, strength)).ToArbitrary(),
        drawn =>
        {
            var random = new Random(drawn.seed);
            var v = Draw(random, drawn.size, -3, 3, signed: true);
            var r = Draw(random, drawn.size, -12, drawn.spread - 12, signed: false);
            AssertMinimum(v, r, Math.Pow(10, drawn.strength));
        });

    [Property(MaxTest = 300)]
    public Property A_point_just_outside_the_ball_of_zero_gives_the_minimum() => Prop.ForAll(
        (from size in Gen.Choose(1, 40) from seed in Gen.Choose(0, int.MaxValue) from distance in Gen.Choose(1, 14) select (size, seed, distance)).ToArbitrary(),
        drawn =>
        {
            var random = new Random(drawn.seed);
            var v = Draw(random, drawn.size, -3, 3, signed: true);
            var r = Draw(random, drawn.size, -6, 6, signed: false);

            // The strength at which S(0) = 1, and a little less.
            var s = Math.Sqrt(v.Zip(r, (x, rate) => Math.Pow(double.CreateChecked(x) / double.CreateChecked(rate), 2)).Sum());
            AssertMinimum(v, r, s * (1 - Math.Pow(10, -drawn.distance)));
            AssertMinimum(v, r, s * (1 + Math.Pow(10, -drawn.distance)));
        });

    [Fact]
    public void Hard_groups_give_the_minimum()
    {
        T[] tiny = [.. Enumerable.Repeat(1e-30, 1000).Select(T.CreateChecked)];
        T[] mixed = [.. Enumerable.Range(0, 1000).Select(i => T.CreateChecked(Math.Pow(10, (i % 21) - 12)))];
        AssertMinimum([.. tiny, T.CreateChecked(1e30)], [.. mixed, T.One], 1e-3);
        AssertMinimum([.. tiny, T.CreateChecked(1e30)], [.. mixed, T.CreateChecked(1e8)], 1e10);
        AssertMinimum(tiny, mixed, 1e-25);
        AssertMinimum(tiny, mixed, 1e-40);
        AssertMinimum([T.One, T.CreateChecked(1e-6)], [T.CreateChecked(2), T.Zero], 1);
        AssertMinimum([T.One, T.CreateChecked(1e-18)], [T.CreateChecked(2), T.CreateChecked(1e-19)], 1);
        AssertMinimum([T.One], [T.One], 1);
        AssertMinimum([T.One], [T.One], Math.BitDecrement(1));
        AssertMinimum([T.One, T.Zero], [T.Zero, T.Zero], 1);
        AssertMinimum(mixed, [.. mixed.Reverse()], 1e-2);
    }

    [Property(MaxTest = 300)]
    public void Equal_rates_give_the_uniform_step_up_to_rounding(int seed, PositiveInt size)
    {
        var random = new Random(seed);
        var v = Draw(random, size.Get % 100 + 1, -3, 3, signed: true);
        var rate = Draw(random, 1, -3, 1, signed: false)[0];
        var uniform = v.ToArray();
        new GroupScaling<T, GroupLasso>(new(0.7), double.CreateChecked(rate)).ScaleOne(uniform);
        var own = v.ToArray();
        ProximalStep(own, [.. v.Select(_ => rate)], new GroupLasso(0.7));
        var norm = double.CreateChecked(GroupNormReference.Of(v));

        // Both are v·(1 − r·s/‖v‖): the norm is rounded to T in one of them, which is at most one unit of it, and each result once.
        var unit = double.CreateChecked(T.BitIncrement(T.One) - T.One);
        for (var i = 0; i < v.Length; i++)
        {
            var tolerance = double.CreateChecked(T.Abs(v[i])) * ((2 * unit) + ((v.Length + 64) * 2.3e-16));
            Assert.True(Math.Abs(double.CreateChecked(uniform[i]) - double.CreateChecked(own[i])) <= tolerance, $"{uniform[i]} and {own[i]} of {v[i]}, norm {norm}");
        }
    }

    [Fact]
    public void A_penalty_whose_slope_jumps_ends_too()
    {
        var v = Draw(new Random(1), 50, -3, 3, signed: true);
        var r = Draw(new Random(2), 50, -12, 8, signed: false);
        var count = new Counter();
        ProximalStep(v, r, new Jumping(count));
        Assert.InRange(count.Slopes, 1, MostSlopes);
        Assert.All(v, x => Assert.True(T.IsFinite(x)));
    }

    protected static void AssertMinimum(T[] v, T[] r, double strength)
    {
        foreach (var scalesWithSize in (bool[])[false, true])
        {
            Assert(new GroupLasso(strength, scalesWithSize), new GroupLassoReference(strength, scalesWithSize));
            Assert(new GroupRidge(strength, scalesWithSize), new GroupRidgeReference(strength, scalesWithSize));
        }

        void Assert<TGroup>(TGroup penalty, IGroupReference reference)
            where TGroup : struct, IGroupPenalty
        {
            var (result, count) = (v.ToArray(), new Counter());
            ProximalStep(result, r, new Counting<TGroup>(penalty, count));
            var at = $"{penalty}, v = [{string.Join(", ", v.Take(40))}], r = [{string.Join(", ", r.Take(40))}]";
            GroupOptimality.Assert(v, r, result, reference, at);
            Xunit.Assert.InRange(count.Slopes, 1, MostSlopes);
        }
    }

    private static void ProximalStep<TGroup>(T[] group, T[] rates, TGroup penalty)
        where TGroup : struct, IGroupPenalty =>
        GroupRoot.ProximalStep<T, TGroup>(group, rates, double.CreateChecked(GroupNormReference.Of(group)), penalty);

    private static T[] Draw(Random random, int size, int least, int most, bool signed) =>
        [.. Enumerable.Range(0, size).Select(_ => T.CreateChecked((signed && random.Next(2) == 0 ? -1 : 1) * Math.Pow(10, least + ((most - least) * random.NextDouble()))))];

    private sealed class Counter
    {
        public int Slopes { get; set; }
    }

    private readonly struct Counting<TGroup>(TGroup penalty, Counter counter) : IGroupPenalty
        where TGroup : struct, IGroupPenalty
    {
        public bool IsZero => false;

        public double Value(double norm, int size) => penalty.Value(norm, size);

        public double Slope(double norm, int size)
        {
            counter.Slopes++;
            return penalty.Slope(norm, size);
        }

        public double ProximalStep(double norm, double rate, int size) => penalty.ProximalStep(norm, rate, size);
    }

    private readonly struct Jumping(Counter counter) : IGroupPenalty
    {
        public bool IsZero => false;

        public double Value(double norm, int size) => norm;

        public double Slope(double norm, int size) => counter.Slopes++ % 3;

        public double ProximalStep(double norm, double rate, int size) => norm;
    }
}
