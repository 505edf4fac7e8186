namespace SimdReg.Mpi.Tests;

/// <summary>What one rank refuses, all learn of; what fails within a step, ends the job.</summary>
public class RefusalTests
{
    private const int Size = 3;
    private const int Length = 3 * 512;

    public static TheoryData<string, string> Refused => new()
    {
        { "Measure", "maxDegreeOfParallelism" },
        { "SumOfGradientSquares", "maxDegreeOfParallelism" },
        { "BroadcastWeights", "root" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void An_argument_that_one_rank_refuses_is_quoted_on_the_others(string call, string parameter) => ThreadRanks.Run(Size, rank =>
    {
        var set = Set(rank, new Sgd(0.1));
        var error = Record.Exception(() => Call(set, call, rank.Rank == 1 ? -1 : 1))!;
        if (rank.Rank == 1)
        {
            Assert.Equal(parameter, Assert.IsType<ArgumentOutOfRangeException>(error).ParamName);
        }
        else
        {
            Assert.Contains($"Rank 1 refused {call}", Assert.IsType<InvalidOperationException>(error).Message, StringComparison.Ordinal);
            Assert.Contains(parameter, error.Message, StringComparison.Ordinal);
        }

        Call(set, call, 1);
        set.Step();
    });

    [Fact]
    public void A_sum_of_penalties_is_refused_without_threads() =>
        Assert.Throws<ArgumentOutOfRangeException>("maxDegreeOfParallelism", () => new ShardedSet<float>(Communicator.Alone).PenaltySum(0));

    [Fact]
    public void Weights_are_broadcast_before_the_first_step_alone() => ThreadRanks.Run(Size, rank =>
    {
        var set = new ShardedSet<float>(rank);
        var array = set.Add(new float[Length], new Sgd(0.1));
        set.BroadcastWeights();
        array.Gradients.Add(Trial.Numbers<float>(new(2), Length, -3));
        set.Step();
        var weights = array.Weights.ToArray();
        var message = Assert.Throws<InvalidOperationException>(() => set.BroadcastWeights()).Message;
        Assert.Contains("1 have been taken", message, StringComparison.Ordinal);
        Trial.AssertBits<float>(weights, array.Weights.Span, "weights");
    });

    [Fact]
    public void The_rank_that_refuses_is_named_with_its_call() => ThreadRanks.Run(Size, rank =>
    {
        var set = new ShardedSet<float>(rank);
        set.Add(new float[Length], new Sgd(0.1));
        set.Step();
        var message = Assert.Throws<InvalidOperationException>(() =>
        {
            if (rank.Rank == 1)
            {
                set.BroadcastWeights();
            }
            else
            {
                set.Step();
            }
        }).Message;
        Assert.Contains(rank.Rank == 1 ? "BroadcastWeights is for" : "Rank 1 refused BroadcastWeights, so no rank has done anything: BroadcastWeights is for", message, StringComparison.Ordinal);
        Assert.Equal(1, set.StepCount);
    });

    [Fact]
    public void A_rate_that_one_rank_refuses_is_quoted_on_the_others_and_nothing_has_changed() => ThreadRanks.Run(Size, rank =>
    {
        // A rate of FTRL must be above 0.
        var set = Set(rank, new Ftrl(0.1));
        set.Arrays[0].Gradients.Add(Trial.Numbers<float>(new(2), Length, -3));
        set.LearningRateScale = rank.Rank == 2 ? 0 : 1;
        var weights = set.Arrays[0].Weights.ToArray();
        foreach (var call in (Action[])[() => set.Step(), () => set.TryStep(), () => set.MeasuredStep()])
        {
            var error = Record.Exception(call)!;
            Assert.Contains(nameof(ShardedSet<float>.LearningRateScale), error.Message, StringComparison.Ordinal);
            if (rank.Rank == 2)
            {
                Assert.Equal("LearningRateScale", Assert.IsType<ArgumentOutOfRangeException>(error).ParamName);
            }
            else
            {
                Assert.StartsWith("Rank 2 refused ", Assert.IsType<InvalidOperationException>(error).Message, StringComparison.Ordinal);
            }
        }

        Trial.AssertBits<float>(weights, set.Arrays[0].Weights.Span, "weights");
        Assert.Equal((0, 1), (set.StepCount, set.Arrays[0].Gradients.Count));
        set.LearningRateScale = 1;
        set.Step();
        Assert.Equal(1, set.StepCount);
        Assert.NotEqual(weights, set.Arrays[0].Weights.ToArray());
    });

    [Fact]
    public void What_all_ranks_refuse_each_throws_itself() => ThreadRanks.Run(Size, rank =>
        Assert.Contains("default(Adam)", Assert.Throws<InvalidOperationException>(() => Set(rank, default(Adam)).Step()).Message, StringComparison.Ordinal));

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_rule_that_throws_in_a_step_ends_the_job(int rankThatThrows)
    {
        var error = Assert.Throws<MpiException>(() => ThreadRanks.Run(Size, rank =>
        {
            var set = Set(rank, new Throwing(rank.Rank == rankThatThrows));
            set.Step();
        }));
        Assert.Contains($"rank {rankThatThrows} of {Size}: A step failed between two exchanges", error.Message, StringComparison.Ordinal);
        Assert.Contains("The rule throws here.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_job_of_one_rank_a_rule_that_throws_is_an_exception_and_the_set_goes_on()
    {
        var set = Set(Communicator.Alone, new Throwing(true));
        Assert.Throws<NotSupportedException>(() => set.Step());
        Assert.Equal(0, set.StepCount);
        ((Optimizer<float, Throwing, None, Coupled>)set.Arrays[0].Optimizer).Rule = new(false);
        set.Step();
        Assert.Equal(1, set.StepCount);
    }

    private static void Call(ShardedSet<float> set, string call, int argument)
    {
        switch (call)
        {
            case "Measure":
                set.Measure(argument);
                break;
            case "SumOfGradientSquares":
                set.SumOfGradientSquares(argument);
                break;
            default:
                set.BroadcastWeights(argument);
                break;
        }
    }

    private static ShardedSet<float> Set<TRule>(Communicator rank, TRule rule)
        where TRule : struct, IUpdateRule<TRule>
    {
        var set = new ShardedSet<float>(rank) { ChunkLength = 512 };
        set.Add(Trial.Numbers<float>(new(1), Length, -3), rule);
        return set;
    }
}
