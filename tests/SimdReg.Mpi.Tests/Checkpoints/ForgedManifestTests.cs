using System.Text.Json.Nodes;

namespace SimdReg.Mpi.Tests;

/// <summary>A manifest whose hash is right and whose content is absurd is refused, and nothing has been written by then.</summary>
public class ForgedManifestTests
{
    private const string Manifest = "manifest.json";
    private const string Shard = ".shard";

    /// <summary>Changes of the JSON, and the file that the refusal names.</summary>
    private static readonly (string Name, Action<JsonNode> Change, string File)[] _forgeries =
    [
        ("a newer version", json => json["version"] = 2, Manifest),
        ("an older version", json => json["version"] = 0, Manifest),
        ("a newer version of another form", json => Replace(json, new() { ["version"] = 2, ["content"] = "new" }), Manifest),
        ("a version in words", json => json["version"] = "one", Manifest),
        ("no version", json => Remove(json, "version"), Manifest),
        ("no element", json => Remove(json, "element"), Manifest),
        ("no step count", json => Remove(json, "stepCount"), Manifest),
        ("no arrays", json => Remove(json, "arrays"), Manifest),
        ("no files", json => Remove(json, "files"), Manifest),
        ("no hash", json => Remove(json["files"]![0]!, "sha256"), Manifest),
        ("element null", json => json["element"] = null, Manifest),
        ("arrays null", json => json["arrays"] = null, Manifest),
        ("files null", json => json["files"] = null, Manifest),
        ("an array null", json => json["arrays"]![0] = null, Manifest),
        ("a file null", json => json["files"]![1] = null, Manifest),
        ("a hash null", json => json["files"]![1]!["sha256"] = null, Manifest),
        ("a state null", json => json["arrays"]![1]!["state"] = null, Manifest),
        ("arrays that are no list", json => json["arrays"] = 5, Manifest),
        ("a negative step count", json => json["stepCount"] = -1, Manifest),
        ("a step count that cannot be counted on", json => json["arrays"]![0]!["stepCount"] = long.MaxValue, Manifest),
        ("a negative step count of an array", json => json["arrays"]![1]!["stepCount"] = -1, Manifest),
        ("a negative array", json => json["arrays"]![0]!["weightCount"] = -5, Manifest),
        ("an array beyond int", json => json["arrays"]![0]!["weightCount"] = 1L << 31, Manifest),
        ("an array that no file has", json => json["arrays"]![0]!["weightCount"] = 6, Manifest),
        ("a negative file", json => Move(json, from: 0, weights: 1000), Manifest),
        ("files beyond long", json => Move(json, from: 0, weights: long.MinValue + 1000), Manifest),
        ("files of too many weights", json => json["files"]![1]!["weightCount"] = 1000, Manifest),
        ("files of no weights", json => json["files"] = new JsonArray(), Manifest),
        ("a file too few", json => json["files"]!.AsArray().RemoveAt(1), Manifest),
        ("a file twice", json => json["files"]!.AsArray().Add(json["files"]![1]!.DeepClone()), Manifest),
        ("a file too many", json => json["files"]!.AsArray().Add(new JsonObject { ["weightCount"] = 0, ["byteCount"] = 0, ["sha256"] = "" }), Shard),
        ("a weight of the other file", json => Move(json, from: 1, weights: 1), Shard),
        ("a cut within a block of 8 bits", json => Move(json, from: 0, weights: 1), Shard),
        ("a negative length", json => json["files"]![0]!["byteCount"] = -1, Shard),
        ("no length", json => json["files"]![1]!["byteCount"] = 0, Shard),
        ("another length", json => json["files"]![1]!["byteCount"] = (long)json["files"]![1]!["byteCount"]! + 1, Shard),
        ("another hash", json => json["files"]![0]!["sha256"] = json["files"]![1]!["sha256"]!.DeepClone(), Shard),
        ("an empty hash", json => json["files"]![1]!["sha256"] = "", Shard),
        ("a hash in capitals", json => json["files"]![1]!["sha256"] = ((string)json["files"]![1]!["sha256"]!).ToUpperInvariant(), Shard),
    ];

    public static TheoryData<string> Forgeries => [.. _forgeries.Select(forgery => forgery.Name)];

    [Fact]
    public void A_file_that_begins_within_a_block_of_8_bits_is_refused_whatever_its_length()
    {
        var set = SmallCheckpoint.Create(Communicator.Alone);
        var plan = new ShardPlan<float>(set.Arrays, 1, 512);
        var (start, end) = (set.Arrays[0].WeightCount + 1, plan.Length);
        var error = Assert.Throws<InvalidDataException>(() => new ShardFile("none", 0, 1, start, end).Verify(plan, new(end - start, 0, "")));
        Assert.Contains("begins at weight 1 of an array, within a block of", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    public void A_forged_manifest_is_refused(string forgery)
    {
        using var checkpoint = new SmallCheckpoint();
        var (_, change, file) = _forgeries.Single(other => other.Name == forgery);
        checkpoint.Forge(change);
        checkpoint.AssertRefused(SmallCheckpoint.Create(Communicator.Alone), file);

        // Without an older one, nothing is read.
        Directory.Delete(checkpoint.Folder.Of(1), recursive: true);
        ThreadRanks.Run(3, rank =>
        {
            var set = SmallCheckpoint.Create(rank);
            SmallCheckpoint.Step(rank, set);
            var expected = CheckpointModel<float>.BitsOf(set);
            var error = Assert.Throws<InvalidDataException>(() => set.LoadCheckpoint(checkpoint.Folder.Path));
            Assert.Contains(checkpoint.Folder.Of(SmallCheckpoint.StepCount), error.Message, StringComparison.Ordinal);
            Assert.Equal(expected, CheckpointModel<float>.BitsOf(set));
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("5")]
    [InlineData("{\"version\": 1")]
    [InlineData("{\"version\": 1}")]
    [InlineData("{\"version\": 99999999999}")]
    public void A_manifest_that_is_none_is_refused(string json)
    {
        using var checkpoint = new SmallCheckpoint();
        checkpoint.Forge(json);
        checkpoint.AssertRefused(SmallCheckpoint.Create(Communicator.Alone), checkpoint.ManifestPath);
    }

    [Fact]
    public void The_message_says_which_version_is_read()
    {
        using var checkpoint = new SmallCheckpoint();
        checkpoint.Forge(json => json["version"] = 2);
        var loaded = SmallCheckpoint.Create(Communicator.Alone).LoadCheckpoint(checkpoint.Folder.Path)!;
        Assert.Equal($"{checkpoint.ManifestPath} has version 2: this library reads version 1.", Assert.Single(loaded.Refused));
    }

    [Fact]
    public void A_manifest_that_is_written_again_unchanged_is_read()
    {
        using var checkpoint = new SmallCheckpoint();
        checkpoint.Forge(_ => { });
        Assert.Equal(SmallCheckpoint.StepCount, SmallCheckpoint.Create(Communicator.Alone).LoadCheckpoint(checkpoint.Folder.Path)!.StepCount);
    }

    private static void Remove(JsonNode json, string name) => Assert.True(json.AsObject().Remove(name));

    private static void Replace(JsonNode json, JsonObject content)
    {
        json.AsObject().Clear();
        foreach (var (name, value) in content)
        {
            json[name] = value?.DeepClone();
        }
    }

    /// <summary>Gives the first weights of one file to the other. Together they still have all.</summary>
    private static void Move(JsonNode json, int from, long weights)
    {
        var files = json["files"]!;
        files[from]!["weightCount"] = (long)files[from]!["weightCount"]! - weights;
        files[1 - from]!["weightCount"] = (long)files[1 - from]!["weightCount"]! + weights;
    }
}
