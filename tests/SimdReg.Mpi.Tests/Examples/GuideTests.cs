using MpiExample;

namespace SimdReg.Mpi.Tests;

/// <summary>docs/more-than-one-machine.md quotes what its example prints and the messages that are thrown.</summary>
public class GuideTests
{
    private static readonly Lazy<string> _guide = new(() => File.ReadAllText(PathTo("docs/more-than-one-machine.md")).ReplaceLineEndings("\n"));

    [Fact]
    [Trait("Category", "Long")]
    public void The_last_lines_of_the_example_are_those_that_the_guide_quotes()
    {
        var output = new StringWriter { NewLine = "\n" };
        Job.Run(Communicator.Alone, JobOptions.Parse([], out _)!, output);
        var lines = output.ToString().TrimEnd('\n').Split('\n');
        Assert.Contains($"\n```text\n{string.Join('\n', lines[^3..])}\n```\n", _guide.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_differ_are_refused_with_the_message_of_the_guide() =>
        AssertQuoted("The weights of array 0 differ between rank 0 and rank 1", rank =>
        {
            var set = new ShardedSet<float>(rank);
            set.Add(new float[] { rank.Rank }, new Sgd(1));
            set.Step();
        });

    [Fact]
    public void A_call_that_differs_is_refused_with_the_message_of_the_guide() =>
        AssertQuoted("The ranks disagree, so no rank has done anything.", rank =>
        {
            var set = new ShardedSet<float>(rank);
            set.Add(new float[3], new Sgd(1));
            set.Partition();
            if (rank.Rank == 0)
            {
                set.Step();
            }
            else
            {
                set.TryStep();
            }
        });

    [Fact]
    public void A_folder_of_a_longer_run_is_refused_with_the_message_of_the_guide()
    {
        const string Quoted = "of another run, which is further than the";
        Assert.Contains(Quoted, _guide.Value, StringComparison.Ordinal);
        var folder = Directory.CreateTempSubdirectory("simdreg-guide-").FullName;
        var (longer, shorter) = (new ShardedSet<float>(Communicator.Alone), new ShardedSet<float>(Communicator.Alone));
        longer.Add(new float[3], new Sgd(1));
        shorter.Add(new float[3], new Sgd(1));
        longer.Step();
        longer.SaveCheckpoint(folder);
        var message = Assert.Throws<InvalidOperationException>(() => shorter.SaveCheckpoint(folder)).Message;
        Directory.Delete(folder, recursive: true);
        Assert.Contains(Quoted, message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_another_rank_refuses_is_told_with_the_message_of_the_guide()
    {
        const string Quoted = "Rank 0 refused SaveCheckpoint, so no rank has done anything:";
        Assert.Contains(Quoted, _guide.Value, StringComparison.Ordinal);
        var file = Path.GetTempFileName();
        var errors = ThreadRanks.Run(2, rank =>
        {
            var set = new ShardedSet<float>(rank);
            set.Add(new float[3], new Sgd(1));

            // A folder in a file.
            return Assert.ThrowsAny<Exception>(() => set.SaveCheckpoint(Path.Combine(file, "checkpoints")));
        });
        File.Delete(file);
        Assert.IsAssignableFrom<IOException>(errors[0]);
        Assert.StartsWith($"{Quoted} {errors[0].Message}", errors[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_checkpoints_are_refused_with_the_message_of_the_guide()
    {
        var folder = Directory.CreateTempSubdirectory("simdreg-guide-").FullName;
        var set = new ShardedSet<float>(Communicator.Alone);
        set.Add(new float[3], new Sgd(1));
        set.SaveCheckpoint(folder);
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            File.WriteAllBytes(file, []);
        }

        var message = Assert.Throws<InvalidDataException>(() => set.LoadCheckpoint(folder)).Message;
        Directory.Delete(folder, recursive: true);
        Assert.StartsWith($"Every checkpoint in {folder} is damaged.", message, StringComparison.Ordinal);
        Assert.Contains("`Every checkpoint in` … `is damaged.`", _guide.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_launcher_of_another_MPI_is_refused_with_the_message_of_the_guide()
    {
        const string Quoted = "launcher and library do not belong together";
        Assert.Contains(Quoted, _guide.Value, StringComparison.Ordinal);
        var launcher = Launcher.Of(variable => variable == "PMI_SIZE" ? "4" : null);
        Assert.Contains(Quoted, Assert.Throws<MpiException>(() => launcher.RequireSize(1, "library")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_is_not_there_is_told_with_the_message_of_the_guide()
    {
        const string Quoted = "No MPI library is there. Tried:";
        Assert.Contains(Quoted, _guide.Value, StringComparison.Ordinal);
        Assert.StartsWith(Quoted, Assert.Throws<MpiException>(() => MpiLibrary.First(["libNoSuchMpi.so"])).Message, StringComparison.Ordinal);
    }

    /// <summary>Every rank throws the message.</summary>
    private static void AssertQuoted(string quoted, Action<Communicator> work)
    {
        Assert.Contains(quoted, _guide.Value, StringComparison.Ordinal);
        Assert.All(
            ThreadRanks.Run(2, rank => Assert.Throws<InvalidOperationException>(() => work(rank)).Message),
            message => Assert.Contains(quoted, message, StringComparison.Ordinal));
    }

    private static string PathTo(string path)
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "SimdReg.sln")))
        {
            directory = Path.GetDirectoryName(directory) ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} has SimdReg.sln.");
        }

        return Path.Combine(directory, path);
    }
}
