namespace SimdReg.Mpi.Tests;

/// <summary>A folder that is deleted with all its content.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("checkpoints-").FullName;

    /// <summary>The folder of the checkpoint of a step.</summary>
    public string Of(long stepCount) => System.IO.Path.Combine(Path, $"step-{stepCount:D12}");

    /// <summary>The names in it, in order.</summary>
    public string[] Names => [.. Directory.EnumerateFileSystemEntries(Path).Select(entry => System.IO.Path.GetFileName(entry)).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
