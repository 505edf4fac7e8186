using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SimdReg.Mpi;

/// <summary>What a checkpoint has, written last: a JSON file whose last line is the SHA-256 of the lines before it.</summary>
internal sealed record CheckpointManifest(int Version, string Element, long StepCount, IReadOnlyList<StoredArray> Arrays, IReadOnlyList<ShardFileEntry> Files)
{
    public const string FileName = "manifest.json";
    private const int NewestVersion = 1;
    private const int HashLength = 2 * SHA256.HashSizeInBytes;

    /// <summary>The manifest of a set, whose files are written.</summary>
    public static CheckpointManifest Of<T>(long stepCount, IReadOnlyList<ShardedArray<T>> arrays, IReadOnlyList<ShardFileEntry> files)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(NewestVersion, typeof(T).Name, stepCount, [.. arrays.Select(StoredArray.Of)], files);

    public void Write(string folder)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(this, ManifestJson.Default.CheckpointManifest);
        using var file = File.Create(Path.Combine(folder, FileName));
        file.Write(json);
        file.Write("\n"u8);
        file.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(json))));
        file.Flush(flushToDisk: true);
    }

    /// <summary>Reads and verifies a manifest.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or of another version.</exception>
    public static CheckpointManifest Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        var bytes = File.ReadAllBytes(path);
        var length = bytes.Length - HashLength - 1;
        StoredForm.Refuse(
            length < 0 || !Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(0, Math.Max(0, length)))).AsSpan().SequenceEqual(System.Text.Encoding.ASCII.GetString(bytes.AsSpan(length + 1))),
            $"{path} is damaged: its last line is not the hash of the lines before it.");
        var manifest = JsonSerializer.Deserialize(bytes.AsSpan(0, length), ManifestJson.Default.CheckpointManifest)!;
        StoredForm.Refuse(manifest.Version != NewestVersion, $"{path} has version {manifest.Version}: this library reads version {NewestVersion}.");
        return manifest;
    }

    /// <summary>Requires the arrays of a set to be those of the checkpoint.</summary>
    public void RequireFit<T>(IReadOnlyList<ShardedArray<T>> arrays)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        StoredForm.Refuse(Element != typeof(T).Name, $"This checkpoint is of a set of {Element}, but is read into one of {typeof(T).Name}.");
        StoredForm.Refuse(Arrays.Count != arrays.Count, $"This checkpoint has {Arrays.Count} arrays: the set has {arrays.Count}.");
        for (var i = 0; i < arrays.Count; i++)
        {
            var (stored, here) = (Arrays[i], StoredArray.Of(arrays[i]));
            StoredForm.Refuse(stored.Description != here.Description, $"Array {i} of this checkpoint has {stored.Description}: that of the set has {here.Description}.");
        }
    }
}

/// <summary>An array in a checkpoint.</summary>
/// <param name="WeightCount">The number of weights.</param>
/// <param name="Weights">The format of the weights.</param>
/// <param name="State">The rule and the formats of its state.</param>
/// <param name="StepCount">The number of steps.</param>
internal sealed record StoredArray(int WeightCount, string Weights, string State, long StepCount)
{
    [JsonIgnore]
    public string Description => $"{WeightCount} weights of {Weights} with the state {State}";

    public static StoredArray Of<T>(ShardedArray<T> array)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(array.WeightCount, array.StoredWeights?.Format.ToString() ?? typeof(T).Name, array.Optimizer.StateParts.Layout, array.Optimizer.StepCount);
}

/// <summary>A file of a checkpoint.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Sha256">Its SHA-256, in hexadecimal.</param>
internal sealed record ShardFileEntry(string Name, long Length, string Sha256)
{
    /// <summary>Requires a file to be as it was written.</summary>
    /// <exception cref="InvalidDataException">It is missing, or has changed.</exception>
    public void Verify(string folder)
    {
        var path = Path.Combine(folder, Name);
        StoredForm.Refuse(!File.Exists(path), $"{path} is missing.");
        using var file = File.OpenRead(path);
        StoredForm.Refuse(file.Length != Length, $"{path} has {file.Length} bytes: {Length} were written.");
        StoredForm.Refuse(Convert.ToHexStringLower(SHA256.HashData(file)) != Sha256, $"{path} is damaged: its SHA-256 is not that of the manifest.");
    }
}

/// <summary>Reads and writes manifests without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CheckpointManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
