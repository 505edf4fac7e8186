namespace SimdReg.Mpi.Tests;

/// <summary>A checkpoint with any damage is refused, and the one before is used.</summary>
public class DamageTests
{
    [Fact]
    public void Any_byte_that_changes_is_noticed()
    {
        using var checkpoint = new SmallCheckpoint();
        var set = SmallCheckpoint.Create(Communicator.Alone);
        foreach (var file in checkpoint.Files)
        {
            var bytes = File.ReadAllBytes(file);
            for (var i = 0; i < bytes.Length; i++)
            {
                var changed = bytes.ToArray();
                changed[i] ^= (byte)(1 << (i % 8));
                File.WriteAllBytes(file, changed);
                checkpoint.AssertRefused(set, file);
            }

            File.WriteAllBytes(file, bytes);
        }

        Assert.Equal(SmallCheckpoint.StepCount, set.LoadCheckpoint(checkpoint.Folder.Path)!.StepCount);
        checkpoint.AssertIs(SmallCheckpoint.StepCount, set);
    }

    [Fact]
    public void Any_file_that_is_cut_or_longer_or_missing_is_noticed()
    {
        using var checkpoint = new SmallCheckpoint();
        var set = SmallCheckpoint.Create(Communicator.Alone);
        foreach (var file in checkpoint.Files)
        {
            var bytes = File.ReadAllBytes(file);
            for (var length = 0; length < bytes.Length; length++)
            {
                File.WriteAllBytes(file, bytes[..length]);
                checkpoint.AssertRefused(set, file);
            }

            File.WriteAllBytes(file, [.. bytes, 0]);
            checkpoint.AssertRefused(set, file);
            File.Delete(file);
            checkpoint.AssertRefused(set, file);
            Directory.CreateDirectory(file);
            checkpoint.AssertRefused(set, file);
            Directory.Delete(file);
            File.WriteAllBytes(file, bytes);
        }

        Assert.Equal(3, checkpoint.Files.Length);
    }

    [Fact]
    public void Damage_that_one_rank_finds_is_known_to_all()
    {
        using var checkpoint = new SmallCheckpoint();
        foreach (var file in checkpoint.Files)
        {
            var bytes = File.ReadAllBytes(file);
            File.WriteAllBytes(file, [.. bytes[..^1], (byte)(bytes[^1] ^ 1)]);
            ThreadRanks.Run(3, rank =>
            {
                var set = SmallCheckpoint.Create(rank);
                var loaded = set.LoadCheckpoint(checkpoint.Folder.Path)!;
                Assert.Equal((1, 1), (loaded.StepCount, set.StepCount));
                Assert.Contains(file, Assert.Single(loaded.Refused), StringComparison.Ordinal);
            });
            File.WriteAllBytes(file, bytes);
        }
    }

    [Fact]
    public void If_all_are_damaged_every_rank_throws_and_nothing_has_changed()
    {
        using var checkpoint = new SmallCheckpoint();
        File.AppendAllText(checkpoint.ManifestPath, " ");
        File.AppendAllText(Path.Combine(checkpoint.Folder.Of(1), "rank-0001-of-0002.shard"), " ");
        ThreadRanks.Run(3, rank =>
        {
            var set = SmallCheckpoint.Create(rank);
            SmallCheckpoint.Step(rank, set);
            var expected = CheckpointModel<float>.BitsOf(set);
            var error = Assert.Throws<InvalidDataException>(() => set.LoadCheckpoint(checkpoint.Folder.Path));
            Assert.Contains(checkpoint.ManifestPath, error.Message, StringComparison.Ordinal);
            Assert.Contains("rank-0001-of-0002.shard has", error.Message, StringComparison.Ordinal);
            Assert.Equal(expected, CheckpointModel<float>.BitsOf(set));
        });
    }

    [Fact]
    public void A_file_that_is_not_of_the_checkpoint_harms_nothing()
    {
        using var checkpoint = new SmallCheckpoint();
        File.WriteAllText(Path.Combine(checkpoint.Folder.Of(SmallCheckpoint.StepCount), "rank-0002-of-0003.shard"), "of someone else");
        var set = SmallCheckpoint.Create(Communicator.Alone);
        Assert.Empty(set.LoadCheckpoint(checkpoint.Folder.Path)!.Refused);
        checkpoint.AssertIs(SmallCheckpoint.StepCount, set);
    }
}
