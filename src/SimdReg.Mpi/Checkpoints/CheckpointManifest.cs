using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SimdReg.Mpi;

/// <summary>What a checkpoint has, written last: a JSON file whose last line is the SHA-256 of the lines before it.</summary>
/// <param name="Version">The version of the form.</param>
/// <param name="Element">The element of the set.</param>
/// <param name="StepCount">The number of steps of the set.</param>
/// <param name="Arrays">The arrays of the set.</param>
/// <param name="Files">The files of the ranks, in their order. Together they have all weights of all arrays, one after another.</param>
internal sealed record CheckpointManifest(int Version, string Element, long StepCount, IReadOnlyList<StoredArray> Arrays, IReadOnlyList<StoredFile> Files)
{
    public const string FileName = "manifest.json";
    private const int NewestVersion = 1;
    private const int HashLength = 2 * SHA256.HashSizeInBytes;

    /// <summary>The manifest of a set, whose files are written.</summary>
    public static CheckpointManifest Of<T>(long stepCount, IEnumerable<StoredArray> arrays, IEnumerable<StoredFile> files)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(NewestVersion, NameOf<T>(), stepCount, [.. arrays], [.. files]);

    public void Write(string folder)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(this, ManifestJson.Default.CheckpointManifest);
        using var file = File.Create(Path.Combine(folder, FileName));
        file.Write(json);
        file.Write("\n"u8);
        file.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(json))));
        file.Flush(flushToDisk: true);
    }

    /// <summary>Reads and verifies a manifest.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or of another version.</exception>
    public static CheckpointManifest Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        StoredForm.Refuse(!File.Exists(path), $"{path} is missing.");
        var bytes = File.ReadAllBytes(path);
        var json = bytes.AsSpan(0, Math.Max(0, bytes.Length - HashLength - 1));
        StoredForm.Refuse(
            !bytes.AsSpan(json.Length).SequenceEqual(Encoding.ASCII.GetBytes("\n" + Convert.ToHexStringLower(SHA256.HashData(json)))),
            $"{path} is damaged: its last line is not the hash of the lines before it.");
        try
        {
            var version = JsonSerializer.Deserialize(json, ManifestJson.Default.ManifestVersion)?.Version ?? 0;
            StoredForm.Refuse(version != NewestVersion, $"{path} has version {version}: this library reads version {NewestVersion}.");
            var manifest = JsonSerializer.Deserialize(json, ManifestJson.Default.CheckpointManifest)!;
            manifest.RequireSense(path);
            return manifest;
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path} is no manifest of a checkpoint: {error.Message}", error);
        }
    }

    /// <summary>Requires the arrays of a set to be those of the checkpoint.</summary>
    /// <exception cref="InvalidDataException">They are not.</exception>
    public void RequireFit<T>(string folder, IReadOnlyList<ShardedArray<T>> arrays)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        StoredForm.Refuse(Element != NameOf<T>(), $"{folder} is of a set of {Element}, but is read into one of {NameOf<T>()}.");
        StoredForm.Refuse(Arrays.Count != arrays.Count, $"{folder} has {Arrays.Count} arrays: the set has {arrays.Count}.");
        for (var i = 0; i < arrays.Count; i++)
        {
            var (stored, here) = (Arrays[i].Description, StoredArray.Of(arrays[i], false).Description);
            StoredForm.Refuse(stored != here, $"Array {i} of {folder} has {stored}: that of the set has {here}.");
        }
    }

    /// <summary>The files, with the positions of their weights.</summary>
    public IEnumerable<ShardFile> FilesIn(string folder)
    {
        var start = 0L;
        foreach (var (rank, file) in Files.Index())
        {
            yield return new(folder, rank, Files.Count, start, start + file.WeightCount);
            start += file.WeightCount;
        }
    }

    /// <summary>Requires numbers that a set can have, and files that have each weight once.</summary>
    private void RequireSense(string path)
    {
        Require(Guard.IsStepCount(StepCount), $"stepCount {StepCount}");
        var weightCount = 0L;
        foreach (var (i, array) in Arrays.Index())
        {
            Require(array is { WeightCount: >= 0 } && Guard.IsStepCount(array.StepCount), $"array {i}: {array}");
            weightCount += array.WeightCount;
        }

        foreach (var (i, file) in Files.Index())
        {
            Require(file is not null && file.WeightCount >= 0 && file.WeightCount <= weightCount, $"file {i}: {file}, of the {weightCount} weights that are left");
            weightCount -= file!.WeightCount;
        }

        Require(weightCount == 0, $"{weightCount} weights that no file has");

        void Require(bool condition, string text) => StoredForm.Refuse(!condition, $"{path} makes no sense. It has {text}.");
    }

    // Numbers are stored as they are in memory.
    private static string NameOf<T>() => BitConverter.IsLittleEndian ? typeof(T).Name : $"{typeof(T).Name}, big-endian";
}
