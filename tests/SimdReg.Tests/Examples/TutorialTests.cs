using System.Text.RegularExpressions;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Examples;

/// <summary>docs/tutorial.md quotes all that its chapters print, to the digit, and its figures are drawn from what they write.</summary>
public sealed partial class TutorialTests(TutorialRun run) : IClassFixture<TutorialRun>
{
    private static readonly string _text = File.ReadAllText(Repository.PathTo("docs/tutorial.md")).ReplaceLineEndings("\n");

    public static TheoryData<string> Chapters => [.. TutorialRun.Chapters];

    public static TheoryData<string> Figures => [.. Shown()];

    [Theory]
    [MemberData(nameof(Chapters))]
    public void What_a_chapter_prints_is_what_the_tutorial_quotes(string chapter)
    {
        var quoted = Quotes().Matches(_text)
            .Where(quote => quote.Groups["chapter"].Value == chapter)
            .SelectMany(quote => Lines(quote.Groups["lines"].Value));
        Assert.Equal(Lines(run.Printed[chapter]), quoted);
    }

    /// <summary>Numbers of one digit aside, which are counts of what the eye can see.</summary>
    [Fact]
    public void Every_number_in_the_prose_is_printed_by_its_chapter_or_one_before()
    {
        var printed = new HashSet<string>();
        var sections = Section().Split(_text)[1..];
        Assert.Equal(TutorialRun.Chapters.Count, sections.Length);
        foreach (var (section, chapter) in sections.Zip(TutorialRun.Chapters))
        {
            printed.UnionWith(Number().Matches(run.Printed[chapter]).Select(number => number.Value));
            var numbers = Number().Matches(NotProse().Replace(section, "")).Select(number => number.Value).Where(number => number.Length > 1);
            Assert.All(numbers, number => Assert.True(
                printed.Contains(number), $"Chapter '{chapter}' speaks of {number}, which nothing has printed."));
        }
    }

    [Theory]
    [MemberData(nameof(Figures))]
    public void The_table_of_a_figure_is_what_a_chapter_writes(string figure) =>
        Assert.Equal(
            File.ReadAllLines(Path.Combine(run.Figures, $"{figure}.csv")), File.ReadAllLines(Repository.PathTo($"docs/figures/{figure}.csv")));

    [Fact]
    public void Every_table_that_a_chapter_writes_has_a_figure() => Assert.Equal(Shown(), FigureTests.FilesIn(run.Figures, "*.csv"));

    private static string[] Shown() => [.. FigureTests.ShownBy("docs/tutorial.md").Order()];

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex("^```text (?<chapter>[a-z-]+)\n(?<lines>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Quotes();

    [GeneratedRegex("^## ", RegexOptions.Multiline)]
    private static partial Regex Section();

    /// <summary>A number that is no part of a name, such as L2 or s₁ or 1/2.</summary>
    [GeneratedRegex(@"(?<![\w./])\d+(\.\d+)?(?![\w/]|\.\d)")]
    private static partial Regex Number();

    /// <summary>Blocks of output and code, code in a line, formulas set apart, sources, and where links lead to.</summary>
    [GeneratedRegex("^```.*?^```$|`[^`\n]*`|^> [^\n]*$|^Sources?: .*?(?=\n\n|\\z)|\\]\\([^)]*\\)", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex NotProse();
}
