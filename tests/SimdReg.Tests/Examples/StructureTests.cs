using System.Text.RegularExpressions;
using Groups;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Examples;

/// <summary>docs/structure.md quotes what docs/examples/groups prints, and its figures are drawn from what that writes.</summary>
public partial class StructureTests
{
    private const string Guide = "docs/structure.md";

    private static readonly Lazy<Study> _study = new(Study.Run);
    private static readonly Lazy<Shrinkage> _shrinkage = new(Shrinkage.Run);

    [Fact]
    public void A_strong_group_lasso_leaves_fewer_pixels_than_a_weak_one_and_these_can_be_refitted()
    {
        var (weak, strong) = (Training.Run(new("Adam", "group lasso", 0.004), seed: 1), Training.Run(new("Adam", "group lasso", 0.1), seed: 1));
        Assert.InRange(strong.ShareOfPixels, 0.25, weak.ShareOfPixels - 0.05);
        Assert.True(weak.Accuracy > strong.Accuracy, $"{weak.Accuracy} and {strong.Accuracy}");
        Assert.True(strong.Refitted > strong.Accuracy, $"{strong.Refitted} and {strong.Accuracy}");
    }

    [Fact]
    [Trait("Category", "Long")]
    public void The_guide_quotes_the_tables() => AssertQuoted([.. _study.Value.Markdown()], [.. _shrinkage.Value.Markdown()]);

    [Fact]
    [Trait("Category", "Long")]
    public void The_figures_are_drawn_from_what_the_example_writes()
    {
        AssertWritten("groups", _study.Value.Csv());
        AssertWritten("pixels", _study.Value.PixelCsv());
        AssertWritten("mcp", _shrinkage.Value.Csv());
    }

    [Fact]
    public void Every_share_in_the_prose_about_pixels_stands_in_the_table()
    {
        var text = Markdown.Read(Guide);
        var section = text[text.IndexOf("## Which pixels does a network need?\n", StringComparison.Ordinal)..].Split("\n## ")[0];
        var lines = section.Split('\n').ToLookup(line => line.StartsWith('|'));
        var cells = lines[true].SelectMany(line => line.Split('|', StringSplitOptions.TrimEntries)).ToHashSet();
        var quoted = Share().Matches(string.Join('\n', lines[false])).Select(number => number.Groups[1].Value).ToArray();
        Assert.NotEmpty(quoted);
        Assert.All(quoted, number => Assert.Contains(number, cells));
    }

    private static void AssertQuoted(params string[][] tables) =>
        Assert.All(tables, table => Assert.Contains($"\n\n{string.Join('\n', table)}\n\n", Markdown.Read(Guide), StringComparison.Ordinal));

    private static void AssertWritten(string figure, IEnumerable<string> lines) =>
        Assert.Equal(lines, File.ReadAllLines(Repository.PathTo($"docs/figures/{figure}.csv")));

    [GeneratedRegex(@"(\d+) %")]
    private static partial Regex Share();
}
