using System.Numerics;
using FsCheck.Xunit;

namespace SimdReg.Mpi.Tests;

/// <summary>Training that stops, and resumes from a checkpoint on another number of ranks, has the bits of training that was never stopped.</summary>
public class ResumeProperties
{
    [Property(MaxTest = 40)]
    public void A_run_of_float_resumes_on_any_number_of_ranks(int seed) => Resumes<float>(seed);

    [Property(MaxTest = 20)]
    public void A_run_of_double_resumes_on_any_number_of_ranks(int seed) => Resumes<double>(seed);

    [Fact]
    public void Every_kind_of_array_is_drawn_in_some_run()
    {
        Assert.Equal(8 + (3 * 4 * 4 * 2), ArrayKinds.All<float>().Count);
        Assert.Equal(8, ArrayKinds.All<double>().Count);
    }

    [Fact]
    public void Gradients_that_were_added_before_the_load_are_forgotten()
    {
        using var folder = new TemporaryFolder();
        var model = new CheckpointModel<float>(seed: 1);
        ThreadRanks.Run(2, rank =>
        {
            var set = model.Create(rank);
            model.Train(rank, set, 1);
            set.SaveCheckpoint(folder.Path);
            model.Train(rank, set, 1);
            var expected = CheckpointModel<float>.BitsOf(set);

            CheckpointModel<float>.AddGradients(set, new(1));
            set.SumOfGradientSquares();
            CheckpointModel<float>.AddGradients(set, new(2));
            set.LoadCheckpoint(folder.Path);
            model.Train(rank, set, 1);
            Assert.Equal(expected, CheckpointModel<float>.BitsOf(set));
        });
    }

    [Fact]
    public void A_folder_without_a_checkpoint_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        var model = new CheckpointModel<float>(seed: 1);
        ThreadRanks.Run(3, rank =>
        {
            var set = model.Create(rank);
            var expected = CheckpointModel<float>.BitsOf(set);
            Assert.Null(set.LoadCheckpoint(folder.Path));
            Assert.Null(set.LoadCheckpoint(Path.Combine(folder.Path, "none")));
            Assert.Equal(expected, CheckpointModel<float>.BitsOf(set));
        });
    }

    private static void Resumes<T>(int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var folder = new TemporaryFolder();
        var (random, model) = (new Random(seed), new CheckpointModel<T>(seed));
        var (ranksBefore, stepCount) = (0, 0);
        for (var part = 0; part < 3; part++)
        {
            // The first part may end before the first step: a master copy has not been taken then.
            var (size, steps, saves) = (random.Next(1, 9), random.Next(3), random.Next(1, 3));
            var runs = ThreadRanks.Run(size, rank =>
            {
                var set = Resume(model, rank, folder.Path, ranksBefore > 0, stepCount);
                var atStart = CheckpointModel<T>.BitsOf(set);
                model.Train(rank, set, steps);
                for (var save = 0; save < saves; save++)
                {
                    set.SaveCheckpoint(folder.Path);
                }

                return new[] { atStart, CheckpointModel<T>.BitsOf(set) };
            });
            var expected = ThreadRanks.Run(size, rank =>
            {
                var set = model.Create(rank);
                model.Train(rank, set, stepCount);
                var atStart = CheckpointModel<T>.BitsOf(set);
                model.Train(rank, set, steps);
                return new[] { atStart, CheckpointModel<T>.BitsOf(set) };
            });
            Assert.Equal(expected, runs);
            (ranksBefore, stepCount) = (size, stepCount + steps);
        }
    }

    private static ShardedSet<T> Resume<T>(CheckpointModel<T> model, Communicator rank, string folder, bool isSaved, long stepCount)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!isSaved)
        {
            return model.Create(rank);
        }

        var set = model.CreateOther(rank);
        var loaded = set.LoadCheckpoint(folder)!;
        Assert.Equal((stepCount, stepCount), (loaded.StepCount, set.StepCount));
        Assert.Empty(loaded.Refused);
        return set;
    }
}
