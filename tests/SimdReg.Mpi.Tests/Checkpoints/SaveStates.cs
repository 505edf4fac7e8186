namespace SimdReg.Mpi.Tests;

/// <summary>The folder of checkpoints as a save that is killed leaves it, after each of its operations on files. Step 1 has been saved; keep is 1.</summary>
/// <remarks>
/// A save makes a folder with the ending .partial, writes the file of each rank and then the manifest, moves a checkpoint of the same step away, renames, and
/// deletes what is not kept, file by file.
/// </remarks>
internal sealed class SaveStates : IDisposable
{
    private readonly TemporaryFolder _root = new();
    private readonly SmallCheckpoint _checkpoint = new();
    private readonly bool _isSameStep;
    private int _count;

    /// <summary>The states of a save of step 2; or of a second save of step 1, with the weights and state of step 2.</summary>
    public SaveStates(bool isSameStep) => _isSameStep = isSameStep;

    private string Old => _checkpoint.Folder.Of(1);

    private string New => _checkpoint.Folder.Of(2);

    private string NewName => Path.GetFileName(_isSameStep ? Old : New);

    /// <summary>A folder with each state, and the steps whose bits may be read from it.</summary>
    public IEnumerable<(string Folder, int Steps)> All
    {
        get
        {
            var old = Path.GetFileName(Old);
            string[] files = ["rank-0000-of-0002.shard", "rank-0001-of-0002.shard", "manifest.json"];
            yield return (State((Old, old, null)), 1);
            for (var written = 0; written < files.Length; written++)
            {
                var length = (int)new FileInfo(Path.Combine(New, files[written])).Length;
                for (var bytes = 0; bytes <= length; bytes += 1 + (length / 7))
                {
                    // Ranks write at the same time: one may be done while the other has not begun.
                    yield return (State((Old, old, null), (New, NewName + ".partial", [.. files[..written].Select(file => (file, int.MaxValue)), (files[written], bytes)])), 1);
                    yield return (State((Old, old, null), (New, NewName + ".partial", [(files[written], bytes)])), 1);
                }
            }

            yield return (State((Old, old, null), (New, NewName + ".partial", null)), 1);
            var moved = _isSameStep ? old + ".replaced" : old;
            if (_isSameStep)
            {
                yield return (State((Old, moved, null), (New, NewName + ".partial", null)), 1);
            }

            yield return (State((Old, moved, null), (New, NewName, null)), 2);
            for (var left = 0; left < files.Length; left++)
            {
                yield return (State((Old, moved, [.. files[..left].Select(file => (file, int.MaxValue))]), (New, NewName, null)), 2);
            }

            yield return (State((New, NewName, null)), 2);
        }
    }

    /// <summary>Requires a state to be read on any number of ranks, twice, and to be cleared by the next save.</summary>
    public void AssertReads(string folder, int steps)
    {
        for (var read = 0; read < 2; read++)
        {
            var alone = SmallCheckpoint.Create(Communicator.Alone);
            var loaded = alone.LoadCheckpoint(folder)!;
            Assert.Empty(loaded.Refused);
            _checkpoint.AssertIs(steps, alone);
        }

        ThreadRanks.Run(3, rank =>
        {
            var set = SmallCheckpoint.Create(rank);
            Assert.Equal(steps, set.LoadCheckpoint(folder)!.StepCount);
            SmallCheckpoint.Step(rank, set);
            set.SaveCheckpoint(folder, keep: 1);
        });
        Assert.Equal([Path.Combine(folder, $"step-{steps + 1:D12}")], Directory.EnumerateFileSystemEntries(folder));
    }

    public void Dispose()
    {
        _checkpoint.Dispose();
        _root.Dispose();
    }

    /// <summary>Makes a folder of copies of checkpoints, or of the first bytes of some of their files.</summary>
    private string State(params (string Source, string Name, (string Name, int ByteCount)[]? Files)[] checkpoints)
    {
        var folder = Path.Combine(_root.Path, $"{_count++}");
        foreach (var (source, name, files) in checkpoints)
        {
            var target = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
            foreach (var (file, byteCount) in files ?? [.. Directory.EnumerateFiles(source).Select(path => (Path.GetFileName(path), int.MaxValue))])
            {
                var bytes = File.ReadAllBytes(Path.Combine(source, file));
                File.WriteAllBytes(Path.Combine(target, file), bytes[..Math.Min(byteCount, bytes.Length)]);
            }
        }

        return folder;
    }
}
