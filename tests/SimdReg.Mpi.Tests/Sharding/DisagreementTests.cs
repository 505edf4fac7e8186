namespace SimdReg.Mpi.Tests;

/// <summary>Ranks that disagree: every rank throws, the message names what differs, nothing has changed, and the set works when they agree.</summary>
public class DisagreementTests
{
    private const int Size = 3;
    private const int Length = 1024;

    /// <summary>What rank 1 adds where all others add Adam with L1 of 0.1, and what the message has of both.</summary>
    public static TheoryData<string, string, string> OtherArrays => new()
    {
        { "length", "1024 weights", "1023 weights" },
        { "count", "1 arrays", "2 arrays" },
        { "rule", "Adam {", "AmsGrad {" },
        { "rule parameter", "Beta1 = 0.9,", "Beta1 = 0.95," },
        { "learning rate", "LearningRate = 0.01,", "LearningRate = 0.02," },
        { "penalty", "L1 {", "L2 {" },
        { "strength", "Strength = 0.1 ", "Strength = 0.2 " },
        { "mode", "Proximal", "Coupled" },
        { "format of weights", "the format Single", "the format BFloat16 with" },
        { "name", "Adam {", "Lion {" },
        { "none", "1 arrays", "0 arrays" },
    };

    [Theory]
    [MemberData(nameof(OtherArrays))]
    public void Other_arrays_on_one_rank_are_refused_by_all(string what, string ofOthers, string ofOne) => ThreadRanks.Run(Size, rank =>
    {
        var set = new ShardedSet<float>(rank);
        AddOther(set, rank.Rank == 1 ? what : "");
        foreach (var call in (Action[])[set.Partition, () => set.Step(), () => set.BroadcastWeights()])
        {
            var message = Assert.Throws<InvalidOperationException>(call).Message;
            Assert.Contains("disagree", message, StringComparison.Ordinal);
            Assert.Matches($"rank 0 has .*{System.Text.RegularExpressions.Regex.Escape(ofOthers)}.*; rank 1 has .*{System.Text.RegularExpressions.Regex.Escape(ofOne)}", message);
        }

        Assert.Equal(0, set.StepCount);
        Assert.All(set.Arrays, array => Assert.Throws<InvalidOperationException>(() => array.Optimizer));
        Assert.All(set.Arrays, array => Assert.Throws<InvalidOperationException>(() => array.Shard));
    });

    [Fact]
    public void Other_formats_of_state_other_roundings_seeds_and_indices_are_refused_by_all()
    {
        var storage = new NumberStorage(NumberFormat.BFloat16);
        foreach (var (other, name) in ((NumberStorage, string)[])
        [
            (storage with { Second = NumberFormat.EightBit }, "Second = EightBit"),
            (storage with { Weights = WeightRounding.Kahan }, "Weights = Kahan"),
            (storage with { HasStochasticState = true }, "HasStochasticState = True"),
            (storage with { Seed = 9 }, "Seed = 9"),
            (storage with { FirstIndex = 256 }, "FirstIndex = 256"),
        ])
        {
            AssertRefused($"rank 2 has .*{name}", (rank, set) => set.Add(new BFloat16[Length].AsMemory(), new Adam(0.01), default(None).Coupled(), rank == 2 ? other : storage));
        }
    }

    [Fact]
    public void Other_groups_of_the_same_number_and_other_factors_are_refused_by_all()
    {
        AssertRefused("rank 1 has groups or factors of array 0", (rank, set) =>
            set.Add(new float[Length], new Sgd(0.1), new GroupLasso(1).Over(WeightGroups.FromOffsets(0, rank == 1 ? 300 : 256, Length)).Proximal()));
        AssertRefused("rank 1 has groups or factors of array 0", (rank, set) =>
            set.Add(new float[Length], new Sgd(0.1), new GroupLasso(1).Over(WeightGroups.FromIndices([1, 2], [rank == 1 ? 3 : 4])).Proximal()));
        AssertRefused("rank 1 has groups or factors of array 0", (rank, set) =>
        {
            var factors = new float[Length];
            factors[700] = rank == 1 ? 2 : 1;
            set.Add(new float[Length], new Sgd(0.1), new L1(1).WithFactors(factors).Proximal());
        });
        AssertRefused("rank 1 has groups or factors of array 0", (rank, set) =>
            set.Add(new float[Length], new Sgd(0.1), new L2(1).Within(new MaxNorm(1).Over(WeightGroups.FromOffsets(0, rank == 1 ? 300 : 256, Length))).Coupled()));
    }

    [Fact]
    public void The_last_of_many_arrays_is_named_if_it_differs() => AssertRefused("rank 0 has array 99: .*Strength = 1 .*rank 2 has array 99: .*Strength = 2 ", (rank, set) =>
    {
        for (var i = 0; i < 100; i++)
        {
            set.Add(new float[3], new Sgd(0.1), new L2(i == 99 && rank == 2 ? 2 : 1));
        }
    });

    [Fact]
    public void Other_weights_in_one_array_are_refused_by_all_until_they_are_broadcast() => ThreadRanks.Run(Size, rank =>
    {
        // The signs of two doubles: a fingerprint of products alone would not see them.
        var set = new ShardedSet<double>(rank) { ChunkLength = 512 };
        set.Add(Weights(1), new Sgd(0.1));
        var weights = Weights(rank.Rank == 2 ? -1 : 1);
        set.Add(weights, new Sgd(0.1));
        foreach (var call in (Action[])[set.Partition, () => set.Step(), () => set.Measure()])
        {
            Assert.Contains("array 1 differ between rank 0 and rank 2", Assert.Throws<InvalidOperationException>(call).Message, StringComparison.Ordinal);
        }

        Assert.Throws<InvalidOperationException>(() => set.Arrays[0].Optimizer);
        set.BroadcastWeights(root: 1);
        Assert.Equal(Weights(1), weights);
        set.Step();

        static double[] Weights(double sign) => [.. Enumerable.Range(0, Length).Select(i => i is 8 or 9 ? sign : i)];
    });

    /// <summary>How rank 1 differs in a step after the first, and what the message names.</summary>
    public static TheoryData<string, string> OtherSteps => new()
    {
        { "call", "Rank 0 calls Step, rank 1 calls MeasuredStep." },
        { "other call", "Rank 0 calls Step, rank 1 calls TryStep." },
        { "sum", "Rank 0 calls Step, rank 1 calls Measure." },
        { "norm", "Rank 0 calls Step, rank 1 calls SumOfGradientSquares." },
        { "rate scale", "rank 0 has LearningRateScale 1; rank 1 has LearningRateScale 0.5" },
        { "divisor", "rank 0 has GradientDivisor 1; rank 1 has GradientDivisor 3" },
        { "options", "GradientScale = 0.5" },
        { "learning rate", "learning rate 0.02" },
        { "rule", "Beta1 = 0.8" },
        { "strength", "Strength = 0.3" },
        { "options of an array", "KeepZeros = True" },
        { "steps", "7 steps" },
    };

    [Theory]
    [MemberData(nameof(OtherSteps))]
    public void Another_step_on_one_rank_is_refused_by_all_and_changes_nothing(string what, string named) => ThreadRanks.Run(Size, rank =>
    {
        var set = new ShardedSet<float>(rank) { ChunkLength = 512 };
        var array = set.Add(Trial.Numbers<float>(new(1), Length, -3), new Adam(0.01), new L1(0.1).Proximal());
        array.Gradients.Add(Trial.Numbers<float>(new(2), Length, -3));
        set.Step();
        var weights = array.Weights.ToArray();

        array.Gradients.Add(Trial.Numbers<float>(new(3), Length, -3));
        var message = Assert.Throws<InvalidOperationException>(() => TakeOther(set, rank.Rank == 1 ? what : "")).Message;
        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.Contains("ank 1 ", message, StringComparison.Ordinal);
        Trial.AssertBits<float>(weights, array.Weights.Span, "weights");
        Assert.Equal(1, array.Gradients.Count);
        if (what == "steps")
        {
            return;
        }

        // When they agree again, the step is that of a job that never disagreed.
        Restore(set);
        set.Step();
        Assert.Equal(2, set.StepCount);
        var twin = new ShardedSet<float>(Communicator.Alone);
        var expected = twin.Add(Trial.Numbers<float>(new(1), Length, -3), new Adam(0.01), new L1(0.1).Proximal());
        foreach (var step in (int[])[2, 3])
        {
            for (var i = 0; i < Size; i++)
            {
                expected.Gradients.Add(Trial.Numbers<float>(new(step), Length, -3));
            }

            twin.Step();
        }

        Trial.AssertBits<float>(expected.Weights.Span, array.Weights.Span, "weights after the next step");
    });

    [Fact]
    public void Ranks_may_differ_in_threads_and_cultures() => ThreadRanks.Run(Size, rank =>
    {
        System.Globalization.CultureInfo.CurrentCulture = new(rank.Rank == 1 ? "de-DE" : "en-US");
        var set = new ShardedSet<float>(rank);
        set.Add(new float[Length], new Adam(0.015), new L1(0.25)).Gradients.Add(new float[Length]);
        set.Step(new(0.5, maxDegreeOfParallelism: 1 + rank.Rank));
        set.Arrays[0].Optimizer.Options = new(0.5, maxDegreeOfParallelism: 1 + rank.Rank);
        set.Measure(1 + rank.Rank);
        Assert.Equal(1, set.StepCount);
    });

    private static void AddOther(ShardedSet<float> set, string what)
    {
        var weights = new float[what == "length" ? Length - 1 : Length];
        var rule = new Adam(what == "learning rate" ? 0.02 : 0.01, what == "rule parameter" ? 0.95 : 0.9);
        var penalty = new L1(what == "strength" ? 0.2 : 0.1);
        _ = what switch
        {
            "none" => null,
            "rule" => set.Add(weights, rule.AmsGrad(), penalty.Proximal()),
            "penalty" => set.Add(weights, rule, new L2(0.1).Proximal()),
            "mode" => set.Add(weights, rule, penalty.Coupled()),
            "name" => set.Add(weights, new OptimizerSettings { Rule = "lion", LearningRate = 0.01 }),
            "format of weights" => set.Add(new BFloat16[Length].AsMemory(), rule, penalty.Proximal(), new NumberStorage(NumberFormat.BFloat16)),
            _ => set.Add(weights, rule, penalty.Proximal()),
        };
        if (what == "count")
        {
            set.Add(new float[1], rule);
        }
    }

    private static void TakeOther(ShardedSet<float> set, string what)
    {
        var optimizer = (Optimizer<float, Adam, L1, Proximal>)set.Arrays[0].Optimizer;
        Action change = what switch
        {
            "rate scale" => () => set.LearningRateScale = 0.5,
            "divisor" => () => set.GradientDivisor = 3,
            "learning rate" => () => optimizer.LearningRate = 0.02,
            "rule" => () => optimizer.Rule = new(0.01, 0.8),
            "strength" => () => optimizer.Term = new L1(0.3).Proximal(),
            "options of an array" => () => optimizer.Options = new(keepZeros: true),
            "steps" => () => optimizer.AdvanceTo(7),
            _ => () => { }
            ,
        };
        change();
        Action take = what switch
        {
            "call" => () => set.MeasuredStep(),
            "other call" => () => set.TryStep(),
            "sum" => () => set.Measure(),
            "norm" => () => set.SumOfGradientSquares(),
            _ => () => set.Step(new(what == "options" ? 0.5 : 1)),
        };
        take();
    }

    private static void Restore(ShardedSet<float> set)
    {
        var optimizer = (Optimizer<float, Adam, L1, Proximal>)set.Arrays[0].Optimizer;
        (set.LearningRateScale, set.GradientDivisor, optimizer.Rule, optimizer.Options, optimizer.Term) = (1, 1, new(0.01), default, new L1(0.1).Proximal());
    }

    private static void AssertRefused(string named, Action<int, ShardedSet<float>> add) => ThreadRanks.Run(Size, rank =>
    {
        var set = new ShardedSet<float>(rank) { ChunkLength = 512 };
        add(rank.Rank, set);
        Assert.Matches(named, Assert.Throws<InvalidOperationException>(set.Partition).Message);
    });
}
