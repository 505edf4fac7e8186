using System.Numerics;

namespace SimdReg.Mpi.Tests;

/// <summary>Sums over the shards of all ranks, where the error bounds of their parts do not decide: the exact sums travel.</summary>
public class GlobalMeasureTests
{
    private const int Length = 4 * 512;

    /// <summary>Numbers at the first weights of the shards of four ranks, whose sum or sum of squares lies on or next to a tie.</summary>
    public static TheoryData<string, float[]> HardFloats => new()
    {
        { "a tie", [1 << 24, 1, 0, 0] },
        { "a tie that goes up to an even number", [(1 << 24) + 2, 0, 0, 1] },
        { "just above a tie", [1 << 24, 1, float.Epsilon, 0] },
        { "just above a tie of a larger sum", [(1 << 24) + 4, 0.5f, 0.5f, float.Epsilon] },
        { "squares just above a tie", [1 << 12, 1, 1f / (1 << 15), 0] },
        { "an overflow of squares", [float.MaxValue, float.MaxValue, 1, 0] },
        { "the largest sum", [float.MaxValue, 0, 0, 0] },
        { "squares that a double does not hold", [1e-30f, 1e-38f, 1e-40f, 0] },
        { "zeros", [0, -0f, 0, -0f] },
        { "a NaN", [1, float.NaN, 2, 0] },
        { "infinities", [1, float.PositiveInfinity, 2, float.NegativeInfinity] },
        { "a NaN and an infinity", [float.PositiveInfinity, 1, 2, float.NaN] },
    };

    public static TheoryData<string, double[]> HardDoubles => new()
    {
        { "a tie", [1L << 53, 1, 0, 0] },
        { "just above a tie", [1L << 53, 1, double.Epsilon, 0] },
        { "just above a tie of a larger sum", [(1L << 53) + 4, 1, 0, 1e-300] },
        { "squares that overflow on one rank", [1e200, 1, 0, 3] },
        { "squares that underflow", [1e-160, 1e-170, 1e-200, 1] },
        { "the largest squares", [1.3e154, 0, 1e100, 0] },
        { "infinities", [1, double.PositiveInfinity, 2, double.PositiveInfinity] },
    };

    [Theory]
    [MemberData(nameof(HardFloats))]
    public void Measures_of_float_that_the_bounds_leave_open_are_those_of_one_process(string name, float[] numbers) => AssertSame(name, numbers);

    [Theory]
    [MemberData(nameof(HardDoubles))]
    public void Measures_of_double_that_the_bounds_leave_open_are_those_of_one_process(string name, double[] numbers) => AssertSame(name, numbers);

    [Fact]
    public void A_tie_over_two_ranks_is_rounded_to_even_and_a_grain_on_a_third_rank_rounds_it_up()
    {
        foreach (var (grain, expected) in ((float, float)[])[(0, 1 << 24), (float.Epsilon, (1 << 24) + 2)])
        {
            ThreadRanks.Run(4, rank =>
            {
                var set = Set<float>(rank, Spread([1 << 24, 1, grain, 0]));
                Assert.Equal(expected, set.Measure().SumOfMagnitudes);
            });
        }
    }

    [Fact]
    public void Stored_weights_are_measured_exactly_too() => ThreadRanks.Run(4, rank =>
    {
        // 2¹² squared is 2²⁴: a tie with 1.
        var weights = Array.ConvertAll(Spread<float>([1 << 12, 1, 0, 0]), weight => (BFloat16)weight);
        var set = new ShardedSet<float>(rank) { ChunkLength = 512 };
        set.Add(weights.AsMemory(), new Sgd(0.1), default(None).Coupled(), new NumberStorage(NumberFormat.BFloat16));
        Assert.Equal(1 << 24, set.Measure().SumOfSquares);
        Assert.Equal((1 << 12) + 1, set.Measure().SumOfMagnitudes);
    });

    private static void AssertSame<T>(string name, T[] numbers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var spread = Spread(numbers);
        var (gradients, alone) = (new T[Length], new ParameterSet<T>());
        alone.Add(spread.ToArray(), gradients, new Sgd(0));
        var measured = alone.Measure();
        spread.CopyTo(gradients, 0);
        var (squares, step) = (alone.SumOfGradientSquares(), alone.MeasuredStep());
        foreach (var size in (int[])[1, 2, 3, 4, 8])
        {
            ThreadRanks.Run(size, rank =>
            {
                var set = Set(rank, spread);
                Assert.Equal((name, measured), (name, set.Measure()));
                set.Arrays[0].Gradients.Add(rank.Rank == size - 1 ? spread : new T[Length]);
                Assert.Equal((name, squares), (name, set.SumOfGradientSquares()));
                Assert.Equal((name, step), (name, set.MeasuredStep()));
            });
        }
    }

    private static ShardedSet<T> Set<T>(Communicator rank, T[] weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var set = new ShardedSet<T>(rank) { ChunkLength = 512 };
        set.Add(weights.ToArray(), new Sgd(0));
        return set;
    }

    private static T[] Spread<T>(T[] numbers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var weights = new T[Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            weights[i * 512] = numbers[i];
        }

        return weights;
    }
}
