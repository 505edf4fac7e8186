using System.Numerics;
using System.Text.Json.Serialization;

namespace SimdReg.Mpi;

/// <summary>An array in a checkpoint.</summary>
/// <param name="WeightCount">The number of weights.</param>
/// <param name="Weights">The format of the weights.</param>
/// <param name="State">The rule and the formats of its state.</param>
/// <param name="StepCount">The number of steps.</param>
/// <param name="HasMasterCopy">Whether the master copy, if the state has room for one, has been taken from the weights.</param>
internal sealed record StoredArray(int WeightCount, string Weights, string State, long StepCount, bool HasMasterCopy)
{
    [JsonIgnore]
    public string Description => $"{WeightCount} weights of {Weights} with the state {State}";

    public static StoredArray Of<T>(ShardedArray<T> array, bool hasMasterCopy)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(array.WeightCount, array.StoredWeights?.Format.ToString() ?? typeof(T).Name, array.Optimizer.StateParts.Layout, array.Optimizer.StepCount, hasMasterCopy);
}

/// <summary>The file of one rank in a checkpoint.</summary>
/// <param name="WeightCount">The number of weights: those after the weights of the file before.</param>
/// <param name="ByteCount">The length of the file.</param>
/// <param name="Sha256">Its SHA-256, in lower-case hexadecimal.</param>
internal sealed record StoredFile(long WeightCount, long ByteCount, string Sha256);

/// <summary>The part of a manifest that every version has.</summary>
internal sealed record ManifestVersion(int Version);

/// <summary>Reads and writes manifests without reflection. Nothing may be missing or null.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CheckpointManifest))]
[JsonSerializable(typeof(ManifestVersion))]
internal sealed partial class ManifestJson : JsonSerializerContext;
