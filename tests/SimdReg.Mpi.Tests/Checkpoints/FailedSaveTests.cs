namespace SimdReg.Mpi.Tests;

/// <summary>If one rank cannot write, every rank throws, the checkpoints before can be read, and the next save works.</summary>
public class FailedSaveTests
{
    private const int Size = 3;

    [Fact]
    public void A_rank_without_the_folder()
    {
        using var nothing = new TemporaryFolder();
        Fails<DirectoryNotFoundException>(failing: 1, (rank, folder) => rank == 1 ? nothing.Path : folder);
    }

    [Fact]
    public void A_rank_whose_disk_is_full()
    {
        // A place of its own for this rank, in which its file is a device that has no room.
        if (!File.Exists("/dev/full"))
        {
            return;
        }

        using var full = new TemporaryFolder();
        Directory.CreateDirectory(full.Of(3) + ".partial");
        File.CreateSymbolicLink(Path.Combine(full.Of(3) + ".partial", $"rank-0002-of-000{Size}.shard"), "/dev/full");
        Fails<IOException>(failing: 2, (rank, folder) => rank == 2 ? full.Path : folder);
    }

    [Fact]
    public void A_folder_where_a_rank_writes_its_file()
    {
        using var other = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(other.Of(3) + ".partial", $"rank-0002-of-000{Size}.shard"));
        Fails<UnauthorizedAccessException>(failing: 2, (rank, folder) => rank == 2 ? other.Path : folder);
    }

    [Fact]
    public void A_file_where_the_folder_of_all_checkpoints_should_be()
    {
        using var other = new TemporaryFolder();
        var file = Path.Combine(other.Path, "file");
        File.WriteAllText(file, "");
        Fails<IOException>(failing: 0, (_, _) => file);
        Fails<IOException>(failing: 0, (_, _) => Path.Combine(file, "folder"));
        Assert.Equal("", File.ReadAllText(file));
    }

    [Fact]
    public void A_file_where_the_folder_of_the_new_checkpoint_should_be() => Fails<IOException>(
        failing: 0,
        (_, folder) => folder,
        checkpoint => File.WriteAllText(checkpoint.Folder.Of(3) + ".partial", "in the way"),
        checkpoint => File.Delete(checkpoint.Folder.Of(3) + ".partial"));

    [Fact]
    public void A_file_with_the_name_of_the_new_checkpoint() => Fails<IOException>(
        failing: 0,
        (_, folder) => folder,
        checkpoint => File.WriteAllText(checkpoint.Folder.Of(3), "in the way"),
        checkpoint => File.Delete(checkpoint.Folder.Of(3)));

    private static void Fails<TException>(int failing, Func<int, string, string> folderOf, Action<SmallCheckpoint>? block = null, Action<SmallCheckpoint>? clear = null)
        where TException : Exception
    {
        using var checkpoint = new SmallCheckpoint();
        block?.Invoke(checkpoint);
        ThreadRanks.Run(Size, rank =>
        {
            var set = SmallCheckpoint.Create(rank);
            set.LoadCheckpoint(checkpoint.Folder.Path);
            SmallCheckpoint.Step(rank, set);
            var error = Record.Exception(() => set.SaveCheckpoint(folderOf(rank.Rank, checkpoint.Folder.Path), keep: 1));
            if (rank.Rank == failing)
            {
                Assert.IsAssignableFrom<TException>(error);
            }
            else
            {
                Assert.Contains($"Rank {failing} refused SaveCheckpoint", Assert.IsType<InvalidOperationException>(error).Message, StringComparison.Ordinal);
            }
        });

        ThreadRanks.Run(Size, rank =>
        {
            var set = SmallCheckpoint.Create(rank);
            Assert.Equal(SmallCheckpoint.StepCount, set.LoadCheckpoint(checkpoint.Folder.Path)!.StepCount);
            rank.Barrier();
            if (rank.Rank == 0)
            {
                clear?.Invoke(checkpoint);
            }

            rank.Barrier();
            SmallCheckpoint.Step(rank, set);
            set.SaveCheckpoint(checkpoint.Folder.Path, keep: 1);
        });
        Assert.Equal([Path.GetFileName(checkpoint.Folder.Of(3))], checkpoint.Folder.Names);
    }
}
