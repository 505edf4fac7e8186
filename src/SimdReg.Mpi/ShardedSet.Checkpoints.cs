using System.Text;
using SimdReg.Threading;

namespace SimdReg.Mpi;

/// <content>Checkpoints.</content>
public sealed partial class ShardedSet<T>
{
    /// <summary>Writes the weights and the state of all arrays to a folder, each rank its shard. Collective.</summary>
    /// <remarks>
    /// <para>
    /// A checkpoint is a folder in it, <c>step-</c> with the number of steps: a file of each rank and a manifest with their checksums. It is written under another
    /// name, flushed to the disk, and renamed when all of it is there; so a job that ends at any moment leaves complete checkpoints alone.
    /// Every rank must see the same folder.
    /// </para>
    /// <para>Rules, penalties and their parameters are not part of it, nor are <see cref="LearningRateScale"/> and gradients that have been added for the next step.</para>
    /// </remarks>
    /// <param name="folder">The folder of all checkpoints of the job. It is created.</param>
    /// <param name="keep">The number of checkpoints that are kept: at least 1. Older ones are deleted.</param>
    /// <exception cref="ArgumentNullException"><paramref name="folder"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="keep"/> is below 1.</exception>
    /// <exception cref="IOException">This rank could not write. The checkpoints before are unchanged.</exception>
    /// <exception cref="InvalidOperationException">Another rank could not write, the ranks disagree, or another call is running. The checkpoints before are unchanged.</exception>
    public void SaveCheckpoint(string folder, int keep = 2)
    {
        ArgumentNullException.ThrowIfNull(folder);
        Guard.AtLeastOne(keep);
        using var call = new ExclusiveCall(_call);
        Divide();
        var (place, stepCount) = (new CheckpointFolder(folder), StepCount);
        RequireSame(nameof(SaveCheckpoint), default, () => OnFirst(() => place.Begin(stepCount)));

        ShardFileEntry? own = null;
        Together(nameof(SaveCheckpoint), () => own = ShardFile.Write(place.PartialPath(stepCount), ShardFile.NameOf(_ranks.Rank, _ranks.Size), _arrays));

        var lengths = _ranks.AllGather<long>([own!.Length]);
        var hashes = _ranks.AllGather<byte>(Convert.FromHexString(own.Sha256));
        var hashLength = hashes.Length / _ranks.Size;
        Together(nameof(SaveCheckpoint), () => OnFirst(() =>
        {
            var files = lengths.Select((length, rank) => new ShardFileEntry(
                ShardFile.NameOf(rank, _ranks.Size), length, Convert.ToHexStringLower(hashes.AsSpan(rank * hashLength, hashLength))));
            CheckpointManifest.Of(stepCount, _arrays, [.. files]).Write(place.PartialPath(stepCount));
            place.Complete(stepCount, keep);
        }));
    }

    /// <summary>Reads the newest checkpoint in a folder that is complete and undamaged, of any number of ranks. Training continues bit for bit. Collective.</summary>
    /// <param name="folder">The folder that <see cref="SaveCheckpoint"/> wrote to.</param>
    /// <returns>What was read, or null if the folder has no checkpoint: then nothing has changed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="folder"/> is null.</exception>
    /// <exception cref="InvalidDataException">Every checkpoint is damaged, or the newest one that is not is of other arrays or rules. Weights and state are unchanged.</exception>
    /// <exception cref="InvalidOperationException">The ranks disagree, or another rank could not read, or another call is running.</exception>
    /// <exception cref="IOException">This rank could not read a file that had been verified. Weights and state are undefined.</exception>
    public LoadedCheckpoint? LoadCheckpoint(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        using var call = new ExclusiveCall(_call);
        Divide();
        List<string> names = [];
        RequireSame(nameof(LoadCheckpoint), default, () => OnFirst(() => names = new CheckpointFolder(folder).Candidates()));

        var refused = new List<string>();
        foreach (var path in FromFirst(names))
        {
            if (Verify(path) is { } manifest)
            {
                Together(nameof(LoadCheckpoint), () => manifest.RequireFit(_arrays));
                Together(nameof(LoadCheckpoint), () => Read(path, manifest));
                _shard!.Skip();
                Do(shard => shard.Gather());
                return new(path, manifest.StepCount, refused);
            }
        }

        return refused.Count == 0 ? null : throw new InvalidDataException($"Every checkpoint in {folder} is damaged. {string.Join(' ', refused)}");

        CheckpointManifest? Verify(string path)
        {
            CheckpointManifest? manifest = null;
            var reason = "";
            try
            {
                manifest = CheckpointManifest.Read(path);
                for (var file = _ranks.Rank; file < manifest.Files.Count; file += _ranks.Size)
                {
                    manifest.Files[file].Verify(path);
                }
            }
            catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException or System.Text.Json.JsonException)
            {
                reason = error.Message;
            }

            var reasons = Agreement.Gather(_ranks, reason);
            if (Array.Find(reasons, text => text.Length > 0) is { } first)
            {
                refused.Add(first);
                return null;
            }

            return manifest;
        }
    }

    private void Read(string path, CheckpointManifest manifest)
    {
        var hasMasterCopy = new bool[_arrays.Count];
        foreach (var file in manifest.Files)
        {
            ShardFile.Read(Path.Combine(path, file.Name), _arrays, hasMasterCopy);
        }

        for (var i = 0; i < _arrays.Count; i++)
        {
            _arrays[i].Optimizer.StateParts.Restore(manifest.Arrays[i].StepCount, hasMasterCopy[i]);
        }
    }

    private void OnFirst(Action work)
    {
        if (_ranks.Rank == 0)
        {
            work();
        }
    }

    /// <summary>Does work on every rank. If it fails on one, every rank throws.</summary>
    private void Together(string call, Action work) => Agreement.Require(_ranks, call, [], _ => "", work);

    /// <summary>The texts of rank 0.</summary>
    private string[] FromFirst(List<string> texts)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', texts));
        var length = _ranks.AllGather<int>([bytes.Length])[0];
        Array.Resize(ref bytes, length);
        _ranks.Broadcast<byte>(bytes);
        return Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
