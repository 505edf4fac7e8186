using System.Text;
using SimdReg.Threading;

namespace SimdReg.Mpi;

/// <content>Checkpoints.</content>
public sealed partial class ShardedSet<T>
{
    /// <summary>The names of the damaged checkpoints that the last load passed over: the next save deletes them.</summary>
    private HashSet<string> _refused = [];

    /// <summary>Writes the weights and the state of all arrays to a folder, each rank its shard. Collective.</summary>
    /// <remarks>
    /// <para>
    /// A checkpoint is a folder in it, <c>step-</c> with the number of steps: a file of each rank and a manifest with their checksums. It is written under another
    /// name, flushed to the disk, and renamed when all of it is there; so a job that ends at any moment leaves complete checkpoints, and leftovers that the next call deletes.
    /// A checkpoint of the same step is replaced. Every rank must see the same folder, and one job at a time may write to it.
    /// </para>
    /// <para>Rules, penalties and their parameters are not part of it, nor are <see cref="LearningRateScale"/> and gradients that have been added for the next step.</para>
    /// </remarks>
    /// <param name="folder">The folder of all checkpoints of the job. It is created.</param>
    /// <param name="keep">The number of checkpoints that are kept: at least 1. Older ones, and damaged ones that <see cref="LoadCheckpoint"/> has passed over, are deleted.</param>
    /// <exception cref="ArgumentNullException"><paramref name="folder"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="keep"/> is below 1.</exception>
    /// <exception cref="IOException">This rank could not write or delete. The checkpoints before can be loaded as before.</exception>
    /// <exception cref="UnauthorizedAccessException">This rank may not write or delete. The checkpoints before can be loaded as before.</exception>
    /// <exception cref="InvalidOperationException">
    /// The folder has a checkpoint of a later step, of another run; or another rank could not write, the ranks disagree, or another call is running. The
    /// checkpoints before can be loaded as before.
    /// </exception>
    public void SaveCheckpoint(string folder, int keep = 2)
    {
        using var call = new ExclusiveCall(_call);
        Divide();
        RequireSame(nameof(SaveCheckpoint), default, () =>
        {
            ArgumentNullException.ThrowIfNull(folder);
            Guard.AtLeastOne(keep);
        });
        var (place, stepCount, plan) = (new CheckpointFolder(folder), StepCount, _shard!.Plan);
        Agreement.Require(_ranks, nameof(SaveCheckpoint), [$"{nameof(keep)} {keep}"]);
        Together(nameof(SaveCheckpoint), "no rank has done anything", () => OnFirst(() => place.Begin(stepCount, _refused)));

        var (start, end) = plan.Shard(_ranks.Rank);
        (long ByteCount, byte[] Hash) own = (0, []);
        Together(
            nameof(SaveCheckpoint),
            "this checkpoint has not been written",
            () => own = new ShardFile(place.PartialPath(stepCount), _ranks.Rank, _ranks.Size, start, end).Write(plan));

        var byteCounts = _ranks.AllGather<long>([own.ByteCount]);
        var hashes = _ranks.AllGather<byte>(own.Hash).Chunk(own.Hash.Length).ToArray();
        var hasMasterCopy = AnyRank([.. _arrays.Select(array => array.Optimizer.StateParts.HasMasterCopy)]);
        Together(nameof(SaveCheckpoint), "this checkpoint is not complete, or older ones have not been deleted", () => OnFirst(() =>
        {
            var arrays = _arrays.Select((array, i) => StoredArray.Of(array, hasMasterCopy[i]));
            var files = Enumerable.Range(0, _ranks.Size).Select(rank =>
                new StoredFile(plan.Shard(rank).End - plan.Shard(rank).Start, byteCounts[rank], Convert.ToHexStringLower(hashes[rank])));
            CheckpointManifest.Of<T>(stepCount, arrays, files).Write(place.PartialPath(stepCount));
            place.Complete(stepCount, keep, _refused);
        }));
        _refused = [];
    }

    /// <summary>Reads the newest checkpoint in a folder that is complete and undamaged, of any number of ranks. Training continues bit for bit. Collective.</summary>
    /// <remarks>Gradients that have been added for the next step are forgotten.</remarks>
    /// <param name="folder">The folder that <see cref="SaveCheckpoint"/> wrote to.</param>
    /// <returns>What was read, or null if the folder has no checkpoint: then nothing has changed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="folder"/> is null.</exception>
    /// <exception cref="InvalidDataException">Every checkpoint is damaged, or the newest one that is not is of other arrays or rules. Weights and state are unchanged.</exception>
    /// <exception cref="InvalidOperationException">
    /// The ranks disagree, or another call is running: weights and state are unchanged. Or another rank could not read a file that had been verified: weights and state are undefined until
    /// another load succeeds.
    /// </exception>
    /// <exception cref="IOException">This rank could not read a file. If that had been verified, weights and state are undefined until another load succeeds; otherwise they are unchanged.</exception>
    public LoadedCheckpoint? LoadCheckpoint(string folder)
    {
        using var call = new ExclusiveCall(_call);
        Divide();
        List<string> names = [];
        RequireSame(nameof(LoadCheckpoint), default, () =>
        {
            ArgumentNullException.ThrowIfNull(folder);
            OnFirst(() => names = new CheckpointFolder(folder).Checkpoints());
        });

        var (refused, reasons) = (new HashSet<string>(), new List<string>());
        foreach (var name in FromFirst(names))
        {
            var path = Path.Combine(folder, name);
            CheckpointManifest? manifest = null;
            if (IsRefused(() => manifest = CheckpointManifest.Read(path), reasons))
            {
                refused.Add(name);
                continue;
            }

            // A rank that sees another folder would take the shards of another run.
            var files = manifest!.Files.Select((file, rank) => $"file {rank} of {name}: {file}");
            Agreement.Require(_ranks, nameof(LoadCheckpoint), files, () => manifest.RequireFit(path, _arrays), "no rank has read it");
            if (IsRefused(() => Verify(path, manifest!), reasons))
            {
                refused.Add(name);
                continue;
            }

            Together(nameof(LoadCheckpoint), "weights and state are undefined", () => Read(path, manifest!));
            _shard!.Forget();
            Do(shard => shard.Gather());
            _refused = refused;
            return new(path, manifest!.StepCount, reasons);
        }

        return reasons.Count == 0 ? null : throw new InvalidDataException($"Every checkpoint in {folder} is damaged. {string.Join(' ', reasons)}");
    }

    /// <summary>Whether a rank finds a checkpoint damaged.</summary>
    private bool IsRefused(Action check, List<string> reasons)
    {
        // Anything else is thrown on every rank: a disk that fails for a moment says nothing of the checkpoint, and the next save deletes what was refused.
        var reason = "";
        Together(nameof(LoadCheckpoint), "no rank has read a checkpoint", () =>
        {
            try
            {
                check();
            }
            catch (InvalidDataException error)
            {
                reason = error.Message;
            }
        });

        var first = Array.Find(Agreement.Gather(_ranks, reason), text => text.Length > 0);
        if (first is not null)
        {
            reasons.Add(first);
        }

        return first is not null;
    }

    /// <summary>Verifies this rank's share of the files.</summary>
    private void Verify(string path, CheckpointManifest manifest)
    {
        foreach (var (i, file) in manifest.FilesIn(path).Index().Where(file => file.Index % _ranks.Size == _ranks.Rank))
        {
            file.Verify(_shard!.Plan, manifest.Files[i]);
        }
    }

    private void Read(string path, CheckpointManifest manifest)
    {
        foreach (var file in manifest.FilesIn(path))
        {
            file.Read(_shard!.Plan);
        }

        foreach (var (array, stored) in _arrays.Zip(manifest.Arrays))
        {
            array.Optimizer.StateParts.Restore(stored.StepCount, stored.HasMasterCopy);
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
    private void Together(string call, string outcome, Action work) => Agreement.Require(_ranks, call, [], work, outcome);

    /// <summary>For each flag, whether it is set on a rank.</summary>
    private bool[] AnyRank(bool[] flags)
    {
        var all = _ranks.AllGather<bool>(flags);
        return [.. flags.Select((_, i) => Enumerable.Range(0, _ranks.Size).Any(rank => all[(rank * flags.Length) + i]))];
    }

    /// <summary>The names of rank 0.</summary>
    private string[] FromFirst(List<string> names)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', names));
        var length = _ranks.AllGather<int>([bytes.Length])[0];
        Array.Resize(ref bytes, length);
        _ranks.Broadcast<byte>(bytes);
        return Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
