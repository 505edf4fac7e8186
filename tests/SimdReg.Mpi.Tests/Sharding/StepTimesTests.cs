using System.Diagnostics;

namespace SimdReg.Mpi.Tests;

/// <summary>The bytes sent, compared with the lower bound: (K − 1)/K of the gradients, and as much of the weights. And the time of each phase.</summary>
public class StepTimesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void With_one_gradient_each_ranks_send_gradients_once_and_each_weight_to_all_others(int size)
    {
        const int Length = 8 * 2048;
        var times = Run(size, Length, (rank, sum) => sum.Add(Numbers(rank.Rank, Length)), steps: 3);
        Assert.All(times, time => Assert.Equal((3L * Length * sizeof(float) * (size - 1) / size, 3L * Length * sizeof(float) * (size - 1) / size), (time.GradientBytes, time.WeightBytes)));
    }

    [Fact]
    public void A_shard_that_ends_at_a_block_takes_its_weights_and_no_more()
    {
        // Of 1,000 weights, 256 and 744: a block of 256 is not divided.
        var times = Run(2, 1000, (rank, sum) => sum.Add(Numbers(rank.Rank, 1000)), steps: 1);
        Assert.Equal([744L * sizeof(float), 256L * sizeof(float)], times.Select(time => time.GradientBytes));
        Assert.Equal([256L * sizeof(float), 744L * sizeof(float)], times.Select(time => time.WeightBytes));
    }

    [Fact]
    public void A_rank_without_a_gradient_sends_none_and_zeros_of_a_chunk_stay_at_home()
    {
        // Four chunks of each rank. Rank 1 has a number in one chunk of rank 0, rank 2 has nothing, rank 3 has zeros.
        const int Length = 4 * 4 * 512;
        var times = Run(
            4,
            Length,
            (rank, sum) =>
            {
                switch (rank.Rank)
                {
                    case 0:
                        sum.Add(Numbers(1, Length));
                        break;
                    case 1:
                        sum.Add([513], [2f]);
                        break;
                    case 3:
                        sum.Add(new float[Length]);
                        break;
                    default:
                        break;
                }
            },
            steps: 1);
        Assert.Equal([3L * 4 * 512 * sizeof(float), 512L * sizeof(float), 0, 0], times.Select(time => time.GradientBytes));
    }

    [Fact]
    public void Two_numbers_that_a_float_does_not_hold_together_are_two_numbers_on_the_way()
    {
        const int Length = 2 * 512;
        var times = Run(
            2,
            Length,
            (_, sum) =>
            {
                sum.Add([700, 3], [1f, 1f]);
                sum.Add([700, 3], [1e-20f, 1f]);
            },
            steps: 1);

        // Rank 0 sends two numbers for each weight of its neighbour; rank 1, whose sum is a float, one.
        Assert.Equal([2L * 512 * sizeof(float), 512L * sizeof(float)], times.Select(time => time.GradientBytes));
    }

    [Fact]
    public void The_phases_take_parts_of_the_time_of_all_steps()
    {
        var clock = Stopwatch.StartNew();
        Assert.All(Run(size: 2, length: 100_000, (_, sum) => sum.Add(new float[100_000]), steps: 2), times =>
        {
            TimeSpan[] phases = [times.Exchange, times.Sum, times.Step, times.Gather];
            Assert.All(phases, phase => Assert.True(phase > TimeSpan.Zero));
            Assert.InRange(phases.Aggregate((sum, phase) => sum + phase), TimeSpan.Zero, clock.Elapsed);
        });
    }

    private static StepTimes[] Run(int size, int length, Action<Communicator, ExactGradientSum<float>> add, int steps) => ThreadRanks.Run(size, rank =>
    {
        var set = new ShardedSet<float>(rank) { ChunkLength = 512 };
        var array = set.Add(new float[length], new Momentum(0.1));
        for (var step = 0; step < steps; step++)
        {
            add(rank, array.Gradients);
            set.Step();
        }

        return set.Times;
    });

    private static float[] Numbers(int seed, int length) => [.. Enumerable.Range(seed, length).Select(i => 1f / (i + 1))];
}
