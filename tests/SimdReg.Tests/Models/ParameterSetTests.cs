using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Models;

public class ParameterSetSingleTests : ParameterSetTests<float>;

public class ParameterSetDoubleTests : ParameterSetTests<double>;

/// <summary>What a set refuses, keeps, charges and allocates.</summary>
public abstract class ParameterSetTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly Adam _rule = new(0.1);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void One_gradient_in_the_last_array_that_is_not_finite_and_nothing_changes_anywhere(int threads)
    {
        foreach (var (length, bad) in ((int, T)[])[(50, T.NaN), (50, T.PositiveInfinity), (Thresholds.SmallestShared, T.NegativeInfinity)])
        {
            var (set, before) = (Model(length), Model(length));
            T[] gradients = [.. Samples.Gradients<T>(99, seed: 5), bad];
            set.Add(Samples.Weights<T>(100, seed: 4), gradients, _rule, new L2(0.3));
            before.Add(Samples.Weights<T>(100, seed: 4), Samples.Gradients<T>(100, seed: 5), _rule, new L2(0.3));

            Assert.False(set.TryStep(new() { MaxDegreeOfParallelism = threads }));
            AssertSame(before, set);

            gradients[^1] = T.One;
            Assert.True(set.TryStep(new() { MaxDegreeOfParallelism = threads }));
            Assert.Equal([1, 1, 1], set.Arrays.Select(array => array.Optimizer.StepCount));
        }
    }

    [Fact]
    public void A_strength_set_between_steps_counts_from_the_next_step_on()
    {
        T[] weights = [T.One], expected = [T.One];
        var set = new ParameterSet<T>();
        var array = set.Add(weights, new T[1], new Sgd(0.5), new L2(0.25).Decoupled());
        foreach (var (strength, rate) in ((double, double)[])[(0.25, 0.5), (0.75, 0.5), (0, 0.5), (1, 0.125)])
        {
            array.Term = new L2(strength).Decoupled();
            array.LearningRate = rate;
            set.Step();
            new Sgd(rate).Step(expected, new T[1], new L2(strength).Decoupled());
            Assert.Equal(expected, weights);
        }

        Assert.NotEqual(T.One, weights[0]);
    }

    [Fact]
    public void A_set_with_an_array_that_can_take_no_more_steps_takes_none()
    {
        var (set, before) = (Model(10), Model(10));
        foreach (var model in (ParameterSet<T>[])[set, before])
        {
            model.Arrays[1].Optimizer.AdvanceTo(long.MaxValue - 1);
            model.Step();
        }

        foreach (var call in (Action[])[() => set.Step(), () => set.TryStep()])
        {
            Assert.Contains($"counts {long.MaxValue} steps", Assert.Throws<InvalidOperationException>(call).Message, StringComparison.Ordinal);
        }

        AssertSame(before, set);
    }

    [Theory]
    [InlineData(18)]
    [InlineData(0)]
    [InlineData(20)]
    public void Gradients_of_another_length_are_refused(int length)
    {
        var set = Model(10);
        var error = Assert.Throws<ArgumentException>(() => set.Add(new T[19], new T[length], _rule));
        Assert.Equal("gradients", error.ParamName);
        Assert.Contains($"has {length}", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, set.Arrays.Count);
        Assert.Equal(20, set.WeightCount);
    }

    [Fact]
    public void Arrays_that_overlap_are_refused_and_those_that_touch_are_taken()
    {
        var (all, other, set) = (new T[100], new T[100], new ParameterSet<T>());
        set.Add(all.AsMemory(20, 10), all.AsMemory(40, 10), _rule);
        foreach (var start in (int[])[11, 20, 25, 29, 31, 40, 45, 49])
        {
            Assert.Equal("weights", Assert.Throws<ArgumentException>(() => set.Add(all.AsMemory(start, 10), other.AsMemory(0, 10), _rule)).ParamName);
            Assert.Equal("gradients", Assert.Throws<ArgumentException>(() => set.Add(other.AsMemory(0, 10), all.AsMemory(start, 10), _rule)).ParamName);
        }

        foreach (var shift in (int[])[0, 1, 9])
        {
            Assert.Equal("gradients", Assert.Throws<ArgumentException>(() => set.Add(other.AsMemory(0, 10), other.AsMemory(shift, 10), _rule)).ParamName);
        }

        Assert.Single(set.Arrays);
        set.Add(all.AsMemory(10, 10), all.AsMemory(30, 10), _rule);
        set.Add(all.AsMemory(25, 0), all.AsMemory(25, 0), _rule);
        Assert.Equal(3, set.Arrays.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Fewer_threads_than_one_are_refused_and_nothing_is_written(int threads)
    {
        var (set, before) = (Model(10), Model(10));
        foreach (var call in (Action[])[() => set.Measure(threads), () => set.SumOfGradientSquares(threads)])
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(call);
            Assert.Equal("maxDegreeOfParallelism", error.ParamName);
            Assert.Equal(threads, error.ActualValue);
        }

        AssertSame(before, set);
    }

    [Fact]
    public void Other_element_types_are_refused() =>
        Assert.Throws<NotSupportedException>(() => new ParameterSet<Half>());

    [Fact]
    public void The_charge_is_the_sum_of_all_charges()
    {
        var set = new ParameterSet<T>();
        Assert.Equal(0, set.PenaltySum());

        // In doubles added one by one, each of the small ones would be lost.
        set.Add(new T[] { T.CreateTruncating(1L << 27) }, new T[1], _rule, new L2(2));
        for (var i = 0; i < 4; i++)
        {
            set.Add(new T[] { T.One, T.One }, new T[2], _rule, new L1(0.5));
        }

        set.Add(new T[] { T.One }, new T[1], _rule);
        Assert.Equal((double)(1L << 54) + 4, set.PenaltySum());

        set.Add(new T[] { T.NegativeInfinity }, new T[1], _rule, new L2(2));
        Assert.Equal(double.PositiveInfinity, set.PenaltySum());
        set.Add(new T[] { T.NaN }, new T[1], _rule, new L2(2));
        Assert.Equal(double.NaN, set.PenaltySum());
    }

    [Fact]
    public void With_one_thread_nothing_is_allocated()
    {
        var set = Model(Thresholds.SmallestShared);
        var array = set.Add(Samples.Weights<T>(5_000, seed: 6), Samples.Gradients<T>(5_000, seed: 7), _rule, new L1(0.1).Proximal());
        set.Arrays[0].Optimizer.AdvanceTo(5);
        Allocation.AssertNone("Term", () => array.Term = new L1(0.2).Proximal());
        Allocation.AssertNone("Step", () => set.Step());
        Allocation.AssertNone("TryStep", () => set.TryStep(new() { GradientScale = 0.5 }));
        Allocation.AssertNone("MeasuredStep", () => set.MeasuredStep());
        Allocation.AssertNone("Measure", () => set.Measure());
        Allocation.AssertNone("SumOfGradientSquares", () => set.SumOfGradientSquares());
        Allocation.AssertNone("Charge", () => set.PenaltySum());
    }

    [Fact]
    public void States_of_a_set_resume_and_those_that_do_not_fit_are_refused_and_leave_every_state_as_it_was()
    {
        var (set, before) = (Model(50), Model(50));
        set.Step();
        var bytes = Stored(set);
        var resumed = Model(50);
        set.Arrays[0].Weights.CopyTo(resumed.Arrays[0].Weights);
        set.Arrays[1].Weights.CopyTo(resumed.Arrays[1].Weights);
        resumed.ReadFrom(bytes);
        AssertSame(set, resumed);

        var fresh = Model(50);
        foreach (var (damaged, reason) in ((byte[], string)[])
            [
                (bytes[..^1], "Array 1: "), (bytes[..5], "too few"), ([.. bytes.Reverse()], "SRPS"), (Changed(bytes, 4), "version"),
                (Changed(bytes, 8), "arrays: the set has 2"), (Changed(bytes, bytes.Length - 1), "Array 1: These stored states are damaged"),
                (Stored(Model(51)), "Array 0: This stored state has 51 weights"),
            ])
        {
            Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => fresh.ReadFrom(damaged)).Message, StringComparison.Ordinal);
            AssertSame(before, fresh);
        }

        var room = new byte[bytes.Length - 1];
        Assert.Throws<ArgumentException>(() => set.WriteTo(room));
        Assert.All(room, value => Assert.Equal(0, value));
    }

    private static byte[] Changed(byte[] bytes, int index)
    {
        byte[] changed = [.. bytes];
        changed[index] ^= 4;
        return changed;
    }

    private static byte[] Stored(ParameterSet<T> set)
    {
        var bytes = new byte[set.ByteCount];
        set.WriteTo(bytes);
        return bytes;
    }

    private static ParameterSet<T> Model(int length)
    {
        var set = new ParameterSet<T>();
        set.Add(Samples.Weights<T>(length, seed: 0), Samples.Gradients<T>(length, seed: 1), _rule, new L2(0.3).Decoupled());
        set.Add(Samples.Weights<T>(length, seed: 2), Samples.Gradients<T>(length, seed: 3), _rule);
        return set;
    }

    private static void AssertSame(ParameterSet<T> expected, ParameterSet<T> actual)
    {
        for (var i = 0; i < expected.Arrays.Count; i++)
        {
            Bits.Equal<T>(expected.Arrays[i].Weights.Span, actual.Arrays[i].Weights.Span, new($"array {i}", expected.Arrays[i].Weights.Length, 0));
            StateBits.Equal(expected.Arrays[i].Optimizer, actual.Arrays[i].Optimizer, $"array {i}");
        }
    }
}
