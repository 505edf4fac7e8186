using SimdReg.Mpi.Benchmarks.Model;

namespace SimdReg.Mpi.Tests;

/// <summary>The tables of <c>docs/scaling.md</c> and of the results are those that the benchmarks print: nothing in them was typed.</summary>
public class ScalingDocumentTests
{
    private const string Results = "benchmarks/results/amd-epyc-zen4";

    private static readonly Measurements _measured = Measurements.Read(PathTo(Results));

    [Fact]
    public void The_results_are_what_the_program_prints() =>
        Assert.Equal(Report.Of(_measured), Text(Results + "/mpi-scaling.md"));

    [Theory]
    [InlineData("strong scaling")]
    [InlineData("bytes")]
    [InlineData("fit")]
    [InlineData("strong prediction")]
    [InlineData("weak prediction")]
    [InlineData("plan")]
    [InlineData("assumptions")]
    public void A_table_of_the_document_is_what_the_program_prints(string table)
    {
        var model = new CostModel(_measured, Report.Cores);
        var tables = new Tables(_measured, model);
        var plan = new PlanTables(model, _measured);
        var printed = table switch
        {
            "strong scaling" => tables.Scaling("strong"),
            "bytes" => tables.Bytes("strong"),
            "fit" => tables.Fit(),
            "strong prediction" => tables.Prediction("strong"),
            "weak prediction" => tables.Prediction("weak"),
            "plan" => plan.Steps(),
            _ => plan.Assumptions(),
        };

        Assert.Contains(printed, Text("docs/scaling.md"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Ranks_sent_the_lower_bound_but_for_the_ends_of_shards(int ranks)
    {
        foreach (var what in (string[])["strong", "weak"])
        {
            // Each end of a shard is moved by less than a block of 8-bit state, 512 weights.
            var bound = 2.0 * (ranks - 1) * _measured.Sizes(what, ranks)[0] * sizeof(float);
            var tolerance = 2.0 * ranks * (ranks - 1) * 512 * sizeof(float);
            Assert.InRange(_measured.Least(what, ranks, "bytes of all"), bound - tolerance, bound + tolerance);
        }
    }

    private static string Text(string path) => File.ReadAllText(PathTo(path)).ReplaceLineEndings("\n");

    private static string PathTo(string path)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "SimdReg.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException($"No SimdReg.sln above {AppContext.BaseDirectory}.");
        }

        return Path.Combine(folder, path);
    }
}
