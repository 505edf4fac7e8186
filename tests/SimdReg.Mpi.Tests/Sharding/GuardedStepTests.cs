namespace SimdReg.Mpi.Tests;

/// <summary>TryStep: if any sum of gradients is not finite, on any rank, no rank steps.</summary>
public class GuardedStepTests
{
    private const int Size = 4;
    private const int Length = 5000;

    /// <summary>Where numbers are added: rank, place, number.</summary>
    public static TheoryData<string, (int Rank, int Place, float Number)[]> NotFinite => new()
    {
        { "NaN on one rank", [(2, 0, float.NaN)] },
        { "NaN in the last weight", [(0, Length - 1, float.NaN)] },
        { "NaN where another rank has one", [(1, 700, float.NaN), (3, 700, float.NaN)] },
        { "NaN where another rank has infinity", [(1, 700, float.NaN), (3, 700, float.PositiveInfinity)] },
        { "infinity on one rank", [(3, 4000, float.NegativeInfinity)] },
        { "opposite infinities", [(1, 4000, float.PositiveInfinity), (2, 4000, float.NegativeInfinity)] },
        { "an overflow of finite numbers", [(0, 100, float.MaxValue), (3, 100, float.MaxValue)] },
    };

    [Theory]
    [MemberData(nameof(NotFinite))]
    public void One_sum_that_is_not_finite_keeps_every_rank_from_stepping(string name, (int Rank, int Place, float Number)[] added) => ThreadRanks.Run(Size, rank =>
    {
        _ = name;
        var set = Set(rank);
        AddGradients(rank, set, 1);
        set.Step();
        var (weights, state) = (Trial.Numbers<float>(set.Arrays[0].Weights, null), State(set));

        AddGradients(rank, set, 2);
        foreach (var (_, place, number) in added.Where(one => one.Rank == rank.Rank))
        {
            set.Arrays[0].Gradients.Add([place], [number]);
        }

        Assert.False(set.TryStep());
        Trial.AssertBits<float>(weights, set.Arrays[0].Weights.Span, "weights");
        Trial.AssertBits<float>(state, State(set), "numbers of state");
        Assert.Equal(1, set.StepCount);

        // The gradients are used up: the next step is that of a set that never had them.
        Assert.Equal(0, set.Arrays[0].Gradients.Count);
        AddGradients(rank, set, 3);
        Assert.True(set.TryStep());

        var twin = Set(Communicator.Alone);
        foreach (var step in (int[])[1, 3])
        {
            for (var other = 0; other < Size; other++)
            {
                twin.Arrays[0].Gradients.Add(Gradients(other, step));
            }

            twin.Step();
        }

        Trial.AssertBits<float>(twin.Arrays[0].Weights.Span, set.Arrays[0].Weights.Span, "weights after the next step");
    });

    [Fact]
    public void An_overflow_on_the_way_to_a_finite_sum_does_not_keep_ranks_from_stepping() => ThreadRanks.Run(Size, rank =>
    {
        var set = Set(rank);
        float[] numbers = [float.MaxValue, float.MaxValue, -float.MaxValue, -float.MaxValue];
        set.Arrays[0].Gradients.Add([42], [numbers[rank.Rank]]);
        set.Arrays[0].Gradients.Add([43], [rank.Rank == 1 ? 1f : 0]);
        Assert.True(set.TryStep());
        Assert.Equal(1, set.StepCount);
        Assert.All(set.Arrays[0].Weights.ToArray(), weight => Assert.True(float.IsFinite(weight)));
    });

    [Fact]
    public void A_step_that_is_not_guarded_shows_the_NaN_on_every_rank() => ThreadRanks.Run(Size, rank =>
    {
        var set = Set(rank);
        set.Arrays[0].Gradients.Add([4999], [rank.Rank == 2 ? float.NaN : 1]);
        set.Step();
        Assert.True(float.IsNaN(set.Arrays[0].Weights.Span[4999]));
        Assert.Equal(1, set.Arrays[0].Weights.ToArray().Count(float.IsNaN));
    });

    [Fact]
    public void After_the_norm_is_asked_a_guarded_step_that_refuses_keeps_what_was_added_since() => ThreadRanks.Run(Size, rank =>
    {
        var set = Set(rank);
        set.Arrays[0].Gradients.Add([1], [rank.Rank == 3 ? float.NaN : 1]);
        Assert.True(float.IsNaN(set.SumOfGradientSquares()));
        AddGradients(rank, set, 1);
        Assert.False(set.TryStep());
        Assert.Equal(0, set.StepCount);
        Assert.True(set.TryStep());

        var twin = Set(Communicator.Alone);
        for (var other = 0; other < Size; other++)
        {
            twin.Arrays[0].Gradients.Add(Gradients(other, 1));
        }

        twin.Step();
        Trial.AssertBits<float>(twin.Arrays[0].Weights.Span, set.Arrays[0].Weights.Span, "weights");
    });

    [Fact]
    public void The_norm_asked_twice_is_that_of_the_same_sums_and_the_step_uses_them() => ThreadRanks.Run(Size, rank =>
    {
        var (set, twin) = (Set(rank), Set(Communicator.Alone));
        foreach (var step in (int[])[1, 2])
        {
            AddGradients(rank, set, step);
            if (step == 1)
            {
                Assert.Equal(set.SumOfGradientSquares(), set.SumOfGradientSquares(maxDegreeOfParallelism: 2));
            }
        }

        // The gradients of "step 2" were added after the sums, and belong to the second step.
        set.Step();
        set.Step();
        foreach (var step in (int[])[1, 2])
        {
            for (var other = 0; other < Size; other++)
            {
                twin.Arrays[0].Gradients.Add(Gradients(other, step));
            }

            twin.Step();
        }

        Trial.AssertBits<float>(twin.Arrays[0].Weights.Span, set.Arrays[0].Weights.Span, "weights");
    });

    private static ShardedSet<float> Set(Communicator rank)
    {
        var set = new ShardedSet<float>(rank) { ChunkLength = 512 };
        set.Add(Trial.Numbers<float>(new(1), Length, -3), new Adam(0.01), new L1(0.01).Proximal());
        return set;
    }

    private static void AddGradients(Communicator rank, ShardedSet<float> set, int step) => set.Arrays[0].Gradients.Add(Gradients(rank.Rank, step));

    private static float[] Gradients(int rank, int step) => Trial.Numbers<float>(new((100 * step) + rank), Length, -20);

    private static float[] State(ShardedSet<float> set)
    {
        var states = new float[1][][];
        Trial.CopyStates([set.Arrays[0].Optimizer], states);
        return [.. states[0].SelectMany(slot => slot)];
    }
}
