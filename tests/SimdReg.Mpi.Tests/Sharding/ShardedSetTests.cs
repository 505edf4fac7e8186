using SimdReg.Lanes;

namespace SimdReg.Mpi.Tests;

/// <summary>What a set refuses on its own, and what it shows.</summary>
public class ShardedSetTests
{
    [Fact]
    public void Before_the_weights_are_divided_an_array_has_no_shard_and_no_optimizer_and_afterwards_no_array_can_be_added()
    {
        var set = new ShardedSet<float>(Communicator.Alone);
        var array = set.Add(new float[1000], new Adam(0.1));
        Assert.Contains("Partition", Assert.Throws<InvalidOperationException>(() => array.Shard).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => array.Optimizer);
        Assert.Throws<InvalidOperationException>(() => set.PenaltySum());
        set.Partition();
        Assert.Equal(0..1000, array.Shard);
        Assert.Equal(1000, array.Optimizer.WeightCount);
        Assert.Throws<InvalidOperationException>(() => set.Add(new float[10], new Sgd(0.1)));
        Assert.Single(set.Arrays);
        var optimizer = array.Optimizer;
        set.Partition();
        Assert.Same(optimizer, array.Optimizer);
    }

    [Fact]
    public void Arrays_that_overlap_are_refused_and_named()
    {
        var set = new ShardedSet<float>(Communicator.Alone);
        var memory = new float[100];
        set.Add(new float[5], new Sgd(0.1));
        set.Add(memory.AsMemory(0, 50), new Sgd(0.1));
        var error = Assert.Throws<ArgumentException>(() => set.Add(memory.AsMemory(49, 10), new Sgd(0.1)));
        Assert.Equal("weights", error.ParamName);
        Assert.Contains("array 1", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => set.Add(memory.AsMemory(0, 50), new Sgd(0.1), default(None).Coupled(), new NumberStorage(NumberFormat.BFloat16)));
        set.Add(memory.AsMemory(50), new Sgd(0.1));
        Assert.Equal((3, 105), (set.Arrays.Count, set.WeightCount));
    }

    [Fact]
    public void Groups_that_do_not_fit_are_refused_when_an_array_is_added()
    {
        var set = new ShardedSet<float>(Communicator.Alone);
        Assert.Throws<ArgumentException>(() => set.Add(new float[10], new Sgd(0.1), new GroupLasso(1).Over(WeightGroups.Rows(3)).Proximal()));
        Assert.Throws<ArgumentException>(() => set.Add(new float[10], new OptimizerSettings { Rule = "unknown", LearningRate = 1 }));
        Assert.Throws<ArgumentNullException>(() => set.Add(new float[10], null!));
        Assert.Throws<ArgumentNullException>(() => new ShardedSet<float>(null!));
        Assert.Throws<NotSupportedException>(() => new ShardedSet<Half>(Communicator.Alone));
        Assert.Empty(set.Arrays);
    }

    [Fact]
    public void Scales_and_divisors_out_of_range_are_refused()
    {
        var set = new ShardedSet<float>(Communicator.Alone);
        Assert.Throws<ArgumentOutOfRangeException>(() => set.GradientDivisor = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => set.GradientDivisor = (1 << 24) + 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => set.LearningRateScale = double.NaN);
        Assert.Throws<ArgumentOutOfRangeException>(() => set.LearningRateScale = -1);
        set.GradientDivisor = 1 << 24;
        Assert.Equal((1 << 24, 1), (set.GradientDivisor, set.LearningRateScale));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShardedSet<double>(Communicator.Alone) { GradientDivisor = (1L << 53) + 1 });
    }

    [Fact]
    public void While_a_step_runs_every_other_call_is_refused()
    {
        var set = new ShardedSet<float>(Communicator.Alone);
        var refused = 0;
        set.Add(new float[10], new Calling(() =>
        {
            foreach (var call in (Action[])
            [
                () => set.Step(), () => set.TryStep(), () => set.MeasuredStep(), () => set.SumOfGradientSquares(), () => set.Measure(),
                () => set.PenaltySum(), set.Partition, () => set.BroadcastWeights(), () => set.Add(new float[3], new Sgd(0.1)),
            ])
            {
                Assert.Throws<InvalidOperationException>(call);
                refused++;
            }
        }));
        set.Step();
        Assert.Equal((9, 1), (refused, set.StepCount));
        set.Measure();
    }

    [Fact]
    public void A_term_whose_groups_cross_a_shard_or_a_chunk_is_refused_on_every_rank_and_one_whose_groups_end_there_is_not() => ThreadRanks.Run(2, rank =>
    {
        var set = new ShardedSet<float>(rank) { ChunkLength = 512 };
        set.Add(Trial.Numbers<float>(new(1), 6000, -3), new Sgd(0.1), new GroupLasso(1).Over(WeightGroups.Rows(300)).Proximal());
        set.Add(Trial.Numbers<float>(new(2), 600, -3), new Sgd(0.1), new GroupLasso(1).Over(WeightGroups.Rows(300)).Proximal());
        set.Partition();

        // Rank 1 has none of the first weights and rank 0 none of the second array: they refuse the same.
        var optimizer = (Optimizer<float, Sgd, Grouped<GroupLasso, None>, Proximal>)set.Arrays[0].Optimizer;
        var before = optimizer.Term;
        foreach (var groups in (WeightGroups[])[WeightGroups.Rows(2000), WeightGroups.Columns(3), WeightGroups.All, WeightGroups.FromOffsets(0, 599, 6000)])
        {
            Assert.Equal("term", Assert.Throws<ArgumentException>(() => optimizer.Term = new GroupLasso(1).Over(groups).Proximal()).ParamName);
            Assert.Throws<ArgumentException>(() => optimizer.Term = new GroupLasso(0).Over(groups).Proximal());
        }

        Assert.Equal(before, optimizer.Term);
        optimizer.Term = new GroupLasso(1).Over(WeightGroups.Rows(20)).Proximal();
        set.Step();
    });

    [Fact]
    public void The_text_of_a_set_and_the_counts_are_those_of_all_weights() => ThreadRanks.Run(2, rank =>
    {
        var set = new ShardedSet<float>(rank);
        Assert.Equal((0, 0), (set.WeightCount, set.StepCount));
        set.Step();
        set = new(rank);
        set.Add(new float[1000], new Adam(0.1));
        set.Add(Array.Empty<float>(), new Adam(0.1));
        set.Step();
        Assert.Equal($"2 arrays, 1000 weights, 1 steps, rank {rank.Rank} of 2", set.ToString());
        Assert.Equal(rank.Rank == 0 ? 0..256 : 256..1000, set.Arrays[0].Shard);
        Assert.Equal(rank.Rank == 0 ? 256 : 744, set.Arrays[0].Optimizer.WeightCount);
        Assert.Equal(0..0, set.Arrays[1].Shard);
    });

    [Fact]
    public void The_state_of_each_weight_is_on_one_rank() =>
        Assert.Equal(10_000, ThreadRanks.Run(4, rank =>
        {
            var set = new ShardedSet<float>(rank);
            set.Add(new float[10_000], new Adam(0.1));
            set.Partition();
            Assert.InRange(set.Arrays[0].Optimizer.GetState(1).Length, 2500 - 256, 2500 + 256);
            return set.Arrays[0].Optimizer.WeightCount;
        }).Sum());

    /// <summary>A rule that makes a call while its constants are computed.</summary>
    private readonly struct Calling(Action call) : IUpdateRule<Calling>
    {
        private readonly Action _call = call;

        public static int StateCount => 0;

        public double LearningRate => 0.1;

        public Calling WithLearningRate(double learningRate) => this;

        public StepConstants AtStep(long stepNumber)
        {
            _call();
            return new(0.1);
        }

        public L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
            where L : struct, ILanes<L> => weights;
    }
}
