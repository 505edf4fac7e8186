namespace SimdReg.Mpi.Tests;

/// <summary>What a save leaves in the folder, and what it does not touch.</summary>
public class SaveTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void The_newest_are_kept(int keep)
    {
        using var folder = new TemporaryFolder();
        ThreadRanks.Run(2, rank =>
        {
            var set = SmallCheckpoint.Create(rank);
            for (var step = 1; step <= 6; step++)
            {
                SmallCheckpoint.Step(rank, set);
                set.SaveCheckpoint(folder.Path, keep);
                rank.Barrier();
                Assert.Equal(Enumerable.Range(1, step).TakeLast(keep).Select(kept => Path.GetFileName(folder.Of(kept))), folder.Names);
                rank.Barrier();
            }
        });
    }

    [Fact]
    public void A_shard_that_is_written_in_several_batches_is_read_as_it_was()
    {
        using var folder = new TemporaryFolder();
        var set = Create();
        var random = new Random(4);
        set.Arrays[0].Gradients.Add([.. Enumerable.Range(0, set.Arrays[0].WeightCount).Select(_ => random.NextSingle() - 0.5f)]);
        set.Step();
        set.SaveCheckpoint(folder.Path);

        var resumed = Create();
        resumed.LoadCheckpoint(folder.Path);
        Assert.True(CheckpointModel<float>.BitsOf(set).AsSpan().SequenceEqual(CheckpointModel<float>.BitsOf(resumed)));

        static ShardedSet<float> Create()
        {
            var set = new ShardedSet<float>(Communicator.Alone);
            set.Add(new float[(2 * ShardFile.BatchLength) + 77], new Momentum(0.1, 0.9));
            return set;
        }
    }

    [Fact]
    public void The_first_call_of_a_set_may_save_it_and_may_load_it()
    {
        using var folder = new TemporaryFolder();
        ThreadRanks.Run(2, rank =>
        {
            Create(rank, 0.5f).SaveCheckpoint(folder.Path);
            var set = Create(rank, 0);
            Assert.Equal(0, set.LoadCheckpoint(folder.Path)!.StepCount);
            Assert.All(set.Arrays[0].Weights.ToArray(), weight => Assert.Equal(0.5f, weight));
        });

        static ShardedSet<float> Create(Communicator ranks, float weight)
        {
            var set = new ShardedSet<float>(ranks);
            set.Add(Enumerable.Repeat(weight, 40).ToArray(), new Adam(0.1));
            return set;
        }
    }

    [Fact]
    public void Ranks_that_keep_different_numbers_are_refused()
    {
        using var checkpoint = new SmallCheckpoint();
        ThreadRanks.Run(2, rank =>
        {
            var set = SmallCheckpoint.Create(rank);
            set.LoadCheckpoint(checkpoint.Folder.Path);
            Assert.Contains("keep 1", Assert.Throws<InvalidOperationException>(() => set.SaveCheckpoint(checkpoint.Folder.Path, keep: 1 + rank.Rank)).Message, StringComparison.Ordinal);
            Assert.Equal(SmallCheckpoint.StepCount, checkpoint.Folder.Names.Length);
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_damaged_checkpoint_is_deleted_by_the_next_save_and_its_name_can_be_used_again(int file)
    {
        using var checkpoint = new SmallCheckpoint();
        File.AppendAllText(checkpoint.Files[file], " ");
        var set = SmallCheckpoint.Create(Communicator.Alone);
        set.LoadCheckpoint(checkpoint.Folder.Path);
        set.SaveCheckpoint(checkpoint.Folder.Path);
        Assert.Equal(NamesOf(1), checkpoint.Folder.Names);
        while (set.StepCount < 3)
        {
            SmallCheckpoint.Step(Communicator.Alone, set);
            set.SaveCheckpoint(checkpoint.Folder.Path);
        }

        Assert.Equal(NamesOf(2, 3), checkpoint.Folder.Names);

        IEnumerable<string?> NamesOf(params long[] steps) => steps.Select(step => Path.GetFileName(checkpoint.Folder.Of(step)));
    }

    [Fact]
    public void Arguments_are_checked()
    {
        var set = SmallCheckpoint.Create(Communicator.Alone);
        Assert.Throws<ArgumentNullException>("folder", () => set.SaveCheckpoint(null!));
        Assert.Throws<ArgumentNullException>("folder", () => set.LoadCheckpoint(null!));
        Assert.Throws<ArgumentOutOfRangeException>("keep", () => set.SaveCheckpoint("none", keep: 0));
        Assert.False(Directory.Exists("none"));
    }

    [Fact]
    public void The_second_of_two_checkpoints_of_one_step_is_read()
    {
        using var folder = new TemporaryFolder();
        var set = SmallCheckpoint.Create(Communicator.Alone);
        set.SaveCheckpoint(folder.Path);
        set.Arrays[0].Weights.Span.Fill(7);
        set.SaveCheckpoint(folder.Path);
        Assert.Equal([Path.GetFileName(folder.Of(0))], folder.Names);

        set = SmallCheckpoint.Create(Communicator.Alone);
        set.LoadCheckpoint(folder.Path);
        Assert.All(set.Arrays[0].Weights.ToArray(), weight => Assert.Equal(7, weight));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_replaced_checkpoint_without_its_replacement_is_one_like_any_other(int savedStep)
    {
        using var checkpoint = new SmallCheckpoint();
        var folder = checkpoint.Folder;
        var replaced = folder.Of(2) + ".replaced";
        Directory.Move(folder.Of(2), replaced);
        var set = SmallCheckpoint.Create(Communicator.Alone);
        Assert.Equal(replaced, set.LoadCheckpoint(folder.Path)!.Path);
        checkpoint.AssertIs(2, set);
        while (set.StepCount < savedStep)
        {
            SmallCheckpoint.Step(Communicator.Alone, set);
        }

        // The same step takes its place. With a later one, it is the older of two, and read if the newer is damaged.
        set.SaveCheckpoint(folder.Path);
        Assert.Equal(savedStep == 2 ? [NameOf(1), NameOf(2)] : [NameOf(2) + ".replaced", NameOf(3)], folder.Names);
        File.AppendAllText(Path.Combine(folder.Of(savedStep), "manifest.json"), " ");
        Assert.Equal(savedStep - 1, set.LoadCheckpoint(folder.Path)!.StepCount);

        string NameOf(long step) => Path.GetFileName(folder.Of(step));
    }

    [Fact]
    public void A_replaced_checkpoint_that_is_damaged_is_deleted_by_a_save_of_an_earlier_step()
    {
        using var checkpoint = new SmallCheckpoint();
        var folder = checkpoint.Folder;
        File.AppendAllText(checkpoint.ManifestPath, " ");
        Directory.Move(folder.Of(2), folder.Of(2) + ".replaced");
        var set = SmallCheckpoint.Create(Communicator.Alone);
        Assert.Equal(1, set.LoadCheckpoint(folder.Path)!.StepCount);
        set.SaveCheckpoint(folder.Path);
        Assert.Equal([Path.GetFileName(folder.Of(1))], folder.Names);
    }

    [Fact]
    public void Leftovers_of_a_killed_job_vanish_and_all_else_stays()
    {
        using var checkpoint = new SmallCheckpoint();
        var folder = checkpoint.Folder;
        string[] leftovers = [folder.Of(1) + ".partial", folder.Of(2) + ".replaced", folder.Of(3) + ".partial", folder.Of(9) + ".partial"];
        string[] others = ["notes", "step-1", "step-notes", "step-000000000001.old", "step-000000000001.partial.old", "step--00000000001", "step-0000000000001"];
        foreach (var name in leftovers.Concat(others.Select(name => Path.Combine(folder.Path, name))))
        {
            Directory.CreateDirectory(name);
            File.WriteAllText(Path.Combine(name, "manifest.json"), "cut");
        }

        File.WriteAllText(folder.Of(7), "A file, no folder.");
        var set = SmallCheckpoint.Create(Communicator.Alone);
        var loaded = set.LoadCheckpoint(folder.Path)!;
        Assert.Equal(SmallCheckpoint.StepCount, loaded.StepCount);
        Assert.Empty(loaded.Refused);
        checkpoint.AssertIs(SmallCheckpoint.StepCount, set);

        set.SaveCheckpoint(folder.Path);
        Assert.Equal(others.Append(Path.GetFileName(folder.Of(1))).Append(Path.GetFileName(folder.Of(2))).Append(Path.GetFileName(folder.Of(7))).Order(StringComparer.Ordinal), folder.Names);
    }

    [Fact]
    public void A_checkpoint_of_another_run_that_is_further_stops_the_save()
    {
        using var checkpoint = new SmallCheckpoint();
        ThreadRanks.Run(3, rank =>
        {
            var set = SmallCheckpoint.Create(rank);
            SmallCheckpoint.Step(rank, set);
            var error = Assert.Throws<InvalidOperationException>(() => set.SaveCheckpoint(checkpoint.Folder.Path));
            Assert.Contains("has the checkpoint step-000000000002 of another run", error.Message, StringComparison.Ordinal);
        });
        Assert.Equal(2, checkpoint.Folder.Names.Length);
        var alone = SmallCheckpoint.Create(Communicator.Alone);
        alone.LoadCheckpoint(checkpoint.Folder.Path);
        checkpoint.AssertIs(SmallCheckpoint.StepCount, alone);
    }

    /// <summary>Step 3 is damaged, so the run goes on from step 1; then the checkpoint of step 2 must be kept even where one alone is.</summary>
    [Fact]
    public void A_damaged_checkpoint_takes_the_place_of_no_good_one()
    {
        using var checkpoint = new SmallCheckpoint();
        Directory.Move(checkpoint.Folder.Of(2), checkpoint.Folder.Of(3));
        File.Delete(Path.Combine(checkpoint.Folder.Of(3), "manifest.json"));
        ThreadRanks.Run(3, rank =>
        {
            var set = SmallCheckpoint.Create(rank);
            Assert.Equal(1, set.LoadCheckpoint(checkpoint.Folder.Path)!.StepCount);
            SmallCheckpoint.Step(rank, set);
            set.SaveCheckpoint(checkpoint.Folder.Path, keep: 1);
        });
        Assert.Equal([Path.GetFileName(checkpoint.Folder.Of(2))], checkpoint.Folder.Names);
        var alone = SmallCheckpoint.Create(Communicator.Alone);
        alone.LoadCheckpoint(checkpoint.Folder.Path);
        checkpoint.AssertIs(2, alone);
    }
}
