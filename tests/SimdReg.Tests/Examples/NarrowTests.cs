using System.Text.RegularExpressions;
using Narrow;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Examples;

/// <summary>docs/narrow.md quotes what docs/examples/narrow prints, and its figure is drawn from what that writes.</summary>
public partial class NarrowTests
{
    private const string Guide = "docs/narrow.md";
    private const string Heading = "## What it costs in accuracy\n";

    private static readonly Lazy<Study> _study = new(Study.Run);

    [Fact]
    public void The_guide_quotes_what_is_left_by_decay() => AssertQuoted(Decay.Markdown());

    [Fact]
    [Trait("Category", "Long")]
    public void The_guide_quotes_the_tables_of_the_study() => AssertQuoted(_study.Value.Markdown());

    [Fact]
    [Trait("Category", "Long")]
    public void The_figure_is_drawn_from_the_table_of_the_study() =>
        Assert.Equal(_study.Value.Csv(), File.ReadAllLines(Repository.PathTo("docs/figures/narrow.csv")));

    [Fact]
    public void Every_decimal_in_the_prose_about_accuracy_stands_in_its_tables()
    {
        var text = Markdown.Read(Guide);
        var section = text[text.IndexOf(Heading, StringComparison.Ordinal)..].Split("\n## ")[0];
        var lines = section.Split('\n').ToLookup(line => line.StartsWith('|'));
        var printed = lines[true].SelectMany(Decimals).ToHashSet();
        var quoted = lines[false].SelectMany(Decimals).ToArray();
        Assert.NotEmpty(quoted);
        Assert.All(quoted, number => Assert.Contains(number, printed));
    }

    private static IEnumerable<string> Decimals(string line) => Decimal().Matches(line).Select(number => number.Value);

    private static void AssertQuoted(IEnumerable<string> lines)
    {
        // Table by table: prose may stand between them.
        string[] tables = string.Join('\n', lines).Split("\n\n");
        Assert.All(tables, table => Assert.Contains($"\n\n{table}\n\n", Markdown.Read(Guide), StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\d+\.\d+")]
    private static partial Regex Decimal();
}
