using MpiExample;

namespace SimdReg.Mpi.Tests;

/// <summary>What docs/examples/mpi prints does not depend on the number of ranks.</summary>
public sealed class MpiExampleTests : IDisposable
{
    private static readonly Lazy<string[]> _alone = new(() => Run(Communicator.Alone, "--small"));

    private readonly string _folder = Directory.CreateTempSubdirectory("simdreg-mpi-example-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_rank_prints_what_one_process_prints(int ranks)
    {
        Assert.Contains("weights: ", _alone.Value[^1], StringComparison.Ordinal);
        Assert.All(ThreadRanks.Run(ranks, rank => Run(rank, "--small")), lines => Assert.Equal([$"ranks: {ranks}", .. _alone.Value[1..]], lines));
    }

    [Fact]
    public void A_job_that_is_stopped_and_resumed_on_other_ranks_ends_with_the_weights_of_one_that_is_not()
    {
        var stopped = ThreadRanks.Run(3, rank => Run(rank, "--small", "--steps", "7", "--every", "3", "--checkpoint", _folder));
        Assert.NotEqual(_alone.Value[^1], stopped[0][^1]);

        var resumed = ThreadRanks.Run(2, rank => Run(rank, "--small", "--checkpoint", _folder));
        Assert.Equal(4, resumed[0].Count(line => line == "  resumed at step 7"));
        Assert.All(resumed, lines => Assert.Equal(_alone.Value[^1], lines[^1]));
    }

    [Fact]
    public void A_damaged_checkpoint_is_named_and_the_one_before_used()
    {
        string[] options = ["--small", "--problem", "sparse", "--rule", "ftrl"];
        var expected = Run(Communicator.Alone, options)[^1];
        Run(Communicator.Alone, [.. options, "--steps", "6", "--every", "3", "--checkpoint", _folder]);
        var file = Assert.Single(Directory.GetFiles(Path.Combine(_folder, "sparse-ftrl", "step-000000000006"), "*.shard"));
        var bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);

        var resumed = ThreadRanks.Run(2, rank => Run(rank, [.. options, "--checkpoint", _folder]))[0];
        Assert.Contains("  resumed at step 3", resumed);
        Assert.Single(resumed, line => line.StartsWith("  not used: ", StringComparison.Ordinal) && line.Contains(file, StringComparison.Ordinal));
        Assert.Equal(expected, resumed[^1]);
    }

    [MpiTheory, Ranks(1, 2, 4), Trait("Category", "Long")]
    public void Rank_0_under_mpirun_prints_what_one_process_prints_and_the_others_nothing(string launcher, int ranks)
    {
        var only = Assert.Single(MpiRun.Of<ExampleProgram>(launcher, ranks, "--small").Succeeded().Ranks);
        Assert.Equal(0, only.Rank);
        Assert.Equal([$"ranks: {ranks}", .. _alone.Value[1..].Select(line => line.Trim())], only.Output.Select(line => line.Trim()));
    }

    [Theory]
    [InlineData("--no-such-option", "1")]
    [InlineData("--rule", "sgd")]
    [InlineData("--problem", "")]
    [InlineData("--steps", "0")]
    [InlineData("--every", "-1")]
    [InlineData("--checkpoint", "")]
    public void An_option_that_the_example_does_not_have_is_refused_by_name(string name, string value)
    {
        Assert.Null(JobOptions.Parse(["--small", name, value], out var error));
        Assert.Contains($"{name} {value}", error, StringComparison.Ordinal);
    }

    // e^rest has the relative error of rest, below 2⁻⁵⁴; the last sum 2⁻⁵³, and what it adds, which is below 0.42 of it, 3 · 2⁻⁵³ of that. Math.Exp has 2⁻⁵³ to 2⁻⁵².
    [Fact]
    public void The_exponential_of_the_example_is_that_of_the_system_but_for_its_last_bits()
    {
        for (var x = -700.0; x <= 700; x += 0.37)
        {
            Assert.InRange(Logistic.Exp(x) / Math.Exp(x), 1 - (5 * Math.ScaleB(1, -53)), 1 + (5 * Math.ScaleB(1, -53)));
        }

        Assert.Equal(1, Logistic.Exp(0));
        Assert.Equal(double.NaN, Logistic.Exp(double.NaN));
    }

    private static string[] Run(Communicator ranks, params string[] arguments)
    {
        var options = JobOptions.Parse(arguments, out var error);
        Assert.Null(error);
        var output = new StringWriter();
        Job.Run(ranks, options!, output);
        return output.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
    }

    /// <summary>The program itself.</summary>
    internal sealed class ExampleProgram : Scenario
    {
        public override void Main(string[] arguments) =>
            Assert.Equal(0, (int)typeof(JobOptions).Assembly.EntryPoint!.Invoke(null, [arguments])!);
    }
}
