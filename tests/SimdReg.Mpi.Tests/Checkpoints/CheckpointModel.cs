using System.Numerics;
using System.Runtime.InteropServices;

namespace SimdReg.Mpi.Tests;

/// <summary>A model of a few arrays drawn from every kind of rule, penalty and storage, and a job that trains it. All of it follows from a seed.</summary>
internal sealed class CheckpointModel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int ExampleCount = 3;

    private readonly int _seed;
    private readonly (Action<ShardedSet<T>, T[]> Add, T[] Weights)[] _arrays;

    public CheckpointModel(int seed)
    {
        _seed = seed;
        var random = new Random(seed);
        var kinds = ArrayKinds.All<T>();

        // A third of the models have fewer weights than there are ranks.
        var most = random.Next(3) == 0 ? 2 : 2500;
        _arrays = [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => (
            kinds[random.Next(kinds.Count)],
            Enumerable.Range(0, random.Next(4) == 0 ? 0 : random.Next(most)).Select(_ => T.CreateChecked(random.NextDouble() - 0.5)).ToArray()))];
    }

    /// <summary>The set before its first step.</summary>
    public ShardedSet<T> Create(Communicator ranks)
    {
        var set = new ShardedSet<T>(ranks) { ChunkLength = 512 };
        foreach (var (add, weights) in _arrays)
        {
            add(set, [.. weights]);
        }

        set.Partition();
        return set;
    }

    /// <summary>A set of the same shapes, in which everything else is different: what is not read shows.</summary>
    public ShardedSet<T> CreateOther(Communicator ranks)
    {
        var set = new ShardedSet<T>(ranks) { ChunkLength = 1024 };
        foreach (var (add, weights) in _arrays)
        {
            add(set, [.. weights.Select(weight => T.One - weight)]);
        }

        Train(ranks, set, stepCount: 1);
        return set;
    }

    /// <summary>Takes steps with gradients that depend on the number of the step alone. Each rank has some of the examples.</summary>
    public void Train(Communicator ranks, ShardedSet<T> set, int stepCount)
    {
        for (var step = 0; step < stepCount; step++)
        {
            for (var example = ranks.Rank; example < ExampleCount; example += ranks.Size)
            {
                AddGradients(set, new(HashCode((int)set.StepCount, example)));
            }

            set.Step();
        }
    }

    public static void AddGradients(ShardedSet<T> set, Random random)
    {
        foreach (var array in set.Arrays)
        {
            // Of many magnitudes, so that the order of an inexact sum would show.
            array.Gradients.Add(Enumerable.Range(0, array.WeightCount).Select(_ => T.CreateChecked((random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-30, 3)))).ToArray());
        }
    }

    /// <summary>All bits of a set on one rank: the weights, the state of its shard and the step counts.</summary>
    public static byte[] BitsOf(ShardedSet<T> set) => [.. set.Arrays.SelectMany<ShardedArray<T>, byte>(array =>
    {
        // No weight, no state: not even whether it has a master copy.
        var state = new byte[array.Shard.End.Value > array.Shard.Start.Value ? array.Optimizer.ByteCount : 0];
        if (state.Length > 0)
        {
            array.Optimizer.WriteTo(state);
        }

        return [.. BitConverter.GetBytes(array.Optimizer.StepCount), .. MemoryMarshal.AsBytes([array.Shard]), .. array.Bytes(0, array.WeightCount), .. state];
    })];

    // That of the runtime differs from process to process.
    private int HashCode(int step, int example) => unchecked((((_seed * 397) + step) * 397) + example);
}
