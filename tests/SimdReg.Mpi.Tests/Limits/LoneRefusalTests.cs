namespace SimdReg.Mpi.Tests;

/// <summary>What is wrong or different on one rank alone: every rank throws, none waits for it, and nothing is mixed.</summary>
public class LoneRefusalTests
{
    private const int Size = 3;
    private const int Length = 2048;

    [Theory]
    [InlineData("save", "keep")]
    [InlineData("save null", "folder")]
    [InlineData("load null", "folder")]
    public void An_argument_of_a_checkpoint_that_one_rank_refuses_is_refused_by_all(string what, string parameter)
    {
        using var folder = new TemporaryFolder();
        ThreadRanks.Run(Size, rank =>
        {
            var set = new ShardedSet<float>(rank);
            set.Add(new float[Length], new Sgd(0.1));
            set.Step();
            set.SaveCheckpoint(folder.Path);
            var isOther = rank.Rank == 1;
            var error = Record.Exception(() =>
            {
                switch (what)
                {
                    case "save":
                        set.SaveCheckpoint(folder.Path, isOther ? 0 : 2);
                        break;
                    case "save null":
                        set.SaveCheckpoint(isOther ? null! : folder.Path);
                        break;
                    default:
                        set.LoadCheckpoint(isOther ? null! : folder.Path);
                        break;
                }
            });
            if (isOther)
            {
                Assert.Equal(parameter, Assert.IsAssignableFrom<ArgumentException>(error).ParamName);
            }
            else
            {
                Assert.Contains(parameter, Assert.IsType<InvalidOperationException>(error).Message, StringComparison.Ordinal);
            }

            set.SaveCheckpoint(folder.Path);
            Assert.NotNull(set.LoadCheckpoint(folder.Path));
        });
    }

    [Fact]
    public void A_folder_that_is_no_path_on_one_rank_is_refused_by_all()
    {
        using var folder = new TemporaryFolder();
        ThreadRanks.Run(Size, rank =>
        {
            var set = new ShardedSet<float>(rank);
            set.Add(new float[Length], new Sgd(0.1));
            set.Step();
            set.SaveCheckpoint(folder.Path);
            Assert.NotNull(Record.Exception(() => set.LoadCheckpoint(rank.Rank == 1 ? folder.Path + "\0" : folder.Path)));
            Assert.NotNull(set.LoadCheckpoint(folder.Path));
        });
    }

    [Fact]
    public void Checkpoints_of_two_jobs_in_folders_of_the_same_name_are_not_mixed()
    {
        using var one = new TemporaryFolder();
        using var other = new TemporaryFolder();
        foreach (var (folder, gradient) in new[] { (one, 1f), (other, 2f) })
        {
            ThreadRanks.Run(Size, rank =>
            {
                var set = new ShardedSet<float>(rank);
                var array = set.Add(new float[Length], new Sgd(0.1));
                array.Gradients.Add([.. Enumerable.Repeat(gradient, Length)]);
                set.Step();
                set.SaveCheckpoint(folder.Path);
            });
        }

        ThreadRanks.Run(Size, rank =>
        {
            var set = new ShardedSet<float>(rank);
            var array = set.Add(new float[Length], new Sgd(0.1));
            set.Partition();
            var error = Record.Exception(() => set.LoadCheckpoint(rank.Rank == 1 ? other.Path : one.Path));
            Assert.Contains("Sha256 = ", Assert.IsType<InvalidOperationException>(error).Message, StringComparison.Ordinal);
            Assert.All(array.Weights.ToArray(), weight => Assert.Equal(0, weight));
        });
    }

    [Theory]
    [InlineData("factors")]
    [InlineData("groups")]
    public void A_penalty_that_differs_in_structure_after_the_division_is_refused_by_all(string what) => ThreadRanks.Run(Size, rank =>
    {
        var set = new ShardedSet<float>(rank);
        var (isOther, call) = (rank.Rank == 1, default(Action)!);
        if (what == "factors")
        {
            var array = set.Add(new float[Length], new Sgd(0.1), new L1(1).WithFactors(Factors(1)).Proximal());
            set.Step();
            call = () => ((Optimizer<float, Sgd, Factored<L1, float>, Proximal>)array.Optimizer).Term = new L1(1).WithFactors(Factors(isOther ? 2 : 1)).Proximal();
        }
        else
        {
            var array = set.Add(new float[Length], new Sgd(0.1), new GroupLasso(1).Over(WeightGroups.FromIndices([1, 2], [4])).Proximal());
            set.Step();
            call = () => ((dynamic)array.Optimizer).Term = new GroupLasso(1).Over(WeightGroups.FromIndices([1, 2], [isOther ? 3 : 4])).Proximal();
        }

        call();
        set.Arrays[0].Gradients.Add(new float[Length]);
        Assert.Contains("structure", Assert.Throws<InvalidOperationException>(() => set.Step()).Message, StringComparison.Ordinal);
        Assert.Equal(1, set.StepCount);

        static float[] Factors(float factor) => [.. Enumerable.Repeat(factor, Length)];
    });
}
