using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SimdReg.Mpi.Tests;

/// <summary>Checkpoints of steps 1 and 2 of a small set on two ranks, the newer of which a test damages.</summary>
internal sealed class SmallCheckpoint : IDisposable
{
    public const int StepCount = 2;
    private const string Manifest = "manifest.json";
    private readonly byte[][] _bits = new byte[StepCount + 1][];

    /// <summary>Writes the checkpoints.</summary>
    public SmallCheckpoint()
    {
        ThreadRanks.Run(2, rank =>
        {
            var set = Create(rank);
            for (var step = 1; step <= StepCount; step++)
            {
                Step(rank, set);
                set.SaveCheckpoint(Folder.Path);
            }
        });
        var alone = Create(Communicator.Alone);
        for (var step = 1; step <= StepCount; step++)
        {
            Step(Communicator.Alone, alone);
            _bits[step] = CheckpointModel<float>.BitsOf(alone);
        }
    }

    public TemporaryFolder Folder { get; } = new();

    /// <summary>The files of the newer checkpoint.</summary>
    public string[] Files => [.. Directory.EnumerateFiles(Folder.Of(StepCount)).Order(StringComparer.Ordinal)];

    public string ManifestPath => Path.Combine(Folder.Of(StepCount), Manifest);

    /// <summary>Two arrays that both ranks have pieces of.</summary>
    public static ShardedSet<float> Create(Communicator ranks)
    {
        var set = new ShardedSet<float>(ranks);
        set.Add(Enumerable.Range(1, 5).Select(i => i / 8f).ToArray(), new Adam(0.1));
        set.Add(Enumerable.Range(1, 300).Select(i => (BFloat16)(i / 8f)).ToArray(), new Momentum(0.1, 0.9), new L2(0.01).Coupled(), new(NumberFormat.EightBit) { Weights = WeightRounding.Kahan });
        set.Partition();
        return set;
    }

    /// <summary>Takes a step with the same gradients on any number of ranks.</summary>
    public static void Step(Communicator rank, ShardedSet<float> set)
    {
        if (rank.Rank == 0)
        {
            CheckpointModel<float>.AddGradients(set, new((int)set.StepCount));
        }

        set.Step();
    }

    /// <summary>Requires the set of one process to be as after so many steps.</summary>
    public void AssertIs(int stepCount, ShardedSet<float> alone) => Assert.Equal(_bits[stepCount], CheckpointModel<float>.BitsOf(alone));

    /// <summary>Requires that the newer checkpoint is refused, for a reason that names a file, and the older one used.</summary>
    public void AssertRefused(ShardedSet<float> alone, string file)
    {
        var loaded = alone.LoadCheckpoint(Folder.Path)!;
        Assert.Equal((1, Folder.Of(1)), (loaded.StepCount, loaded.Path));
        Assert.Contains(file, Assert.Single(loaded.Refused), StringComparison.Ordinal);
        AssertIs(1, alone);
    }

    /// <summary>Rewrites the newer manifest, with a right hash.</summary>
    public void Forge(Action<JsonNode> change)
    {
        var json = JsonNode.Parse(string.Join('\n', File.ReadAllLines(ManifestPath)[..^1]))!;
        change(json);
        Forge(json.ToJsonString());
    }

    public void Forge(string json) => File.WriteAllText(ManifestPath, $"{json}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))}");

    public void Dispose() => Folder.Dispose();
}
