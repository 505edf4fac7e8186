namespace SimdReg.Mpi.Tests;

/// <summary>A small model of several arrays with different rules, penalties and formats: as a set of one process, and as a sharded set.</summary>
internal static class Model
{
    public const int ArrayCount = 7;

    /// <summary>Lengths, some of them 0, beyond several blocks of 256 in one array.</summary>
    public static int[] Lengths(Random random) => [random.Next(1, 3000), 0, 600, 300, 1 + random.Next(40), 1000, 2048];

    public static float[][] Weights(Random random, int[] lengths) =>
        [.. lengths.Select(length => Enumerable.Range(0, length).Select(_ => Round(random.NextSingle() - 0.5f)).ToArray())];

    /// <summary>The gradients of examples, for each array.</summary>
    public static float[][][] Gradients(Random random, int[] lengths, int exampleCount) =>
        [.. Enumerable.Range(0, exampleCount).Select(_ => lengths.Select(length => Enumerable.Range(0, length).Select(_ => Gradient(random)).ToArray()).ToArray())];

    /// <summary>Numbers of many magnitudes, so that the order of an inexact sum would show.</summary>
    private static float Gradient(Random random) => (random.NextSingle() - 0.5f) * MathF.Pow(2, random.Next(-30, 3));

    // A bfloat16, which every format can hold.
    private static float Round(float weight) => (float)(BFloat16)weight;

    public static ShardedSet<float> Sharded(Communicator ranks, float[][] weights, int chunkLength = 512)
    {
        var set = new ShardedSet<float>(ranks) { ChunkLength = chunkLength };
        set.Add(weights[0], new Adam(0.01), new L1(0.001).Proximal());
        set.Add(weights[1], new Sgd(0.1));
        set.Add(weights[2], new Momentum(0.1, 0.9), new GroupLasso(0.01).Over(WeightGroups.Rows(100)).Proximal());
        set.Add(weights[3], new Sgd(0.1), new GroupLasso(0.01).Over(WeightGroups.Columns(100)).Proximal());
        set.Add(weights[4], new OptimizerSettings { Rule = "ftrl", LearningRate = 0.1, Penalty = "l1", Strength = 0.01, Mode = "proximal" });
        set.Add(Stored(weights[5]), new Adam(0.01), new L2(0.01).Decoupled(), Narrow);
        set.Add(weights[6], new Lion(0.001), new ElasticNet(0.001, 0.002));
        return set;
    }

    public static ParameterSet<float> OneProcess(float[][] weights, float[][] gradients)
    {
        var set = new ParameterSet<float>();
        set.Add(weights[0], gradients[0], new Adam(0.01), new L1(0.001).Proximal());
        set.Add(weights[1], gradients[1], new Sgd(0.1));
        set.Add(weights[2], gradients[2], new Momentum(0.1, 0.9), new GroupLasso(0.01).Over(WeightGroups.Rows(100)).Proximal());
        set.Add(weights[3], gradients[3], new Sgd(0.1), new GroupLasso(0.01).Over(WeightGroups.Columns(100)).Proximal());
        set.Add(weights[4], gradients[4], Optimizer<float>.Create(new OptimizerSettings { Rule = "ftrl", LearningRate = 0.1, Penalty = "l1", Strength = 0.01, Mode = "proximal" }, weights[4].Length));
        set.Add(Stored(weights[5]), gradients[5], new Adam(0.01), new L2(0.01).Decoupled(), Narrow);
        set.Add(weights[6], gradients[6], new Lion(0.001), new ElasticNet(0.001, 0.002));
        return set;
    }

    private static NumberStorage Narrow => new(NumberFormat.EightBit) { Weights = WeightRounding.Stochastic, HasStochasticState = true, Seed = 5 };

    /// <summary>Weights in bfloat16; read back by <see cref="Widened"/>.</summary>
    private static BFloat16[] Stored(float[] weights) => [.. weights.Select(weight => (BFloat16)weight)];

    /// <summary>All weights of a set, as floats.</summary>
    public static float[][] Widened(IEnumerable<(Memory<float> Plain, StoredMemory? Stored)> arrays) => [.. arrays.Select(array =>
    {
        if (array.Stored is null)
        {
            return array.Plain.ToArray();
        }

        var weights = new float[array.Stored.Length];
        StoredNumbers.Widen(array.Stored.Span, weights);
        return weights;
    })];

    public static float[][] WeightsOf(ShardedSet<float> set) => Widened(set.Arrays.Select(array => (array.StoredWeights is null ? array.Weights : default, array.StoredWeights)));

    public static float[][] WeightsOf(ParameterSet<float> set) => Widened(set.Arrays.Select(array => (array.StoredWeights is null ? array.Weights : default, array.StoredWeights)));
}
