using System.Text.RegularExpressions;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Examples;

/// <summary>Every figure of the guides has a table, a drawing and a guide that shows it.</summary>
public partial class FigureTests
{
    [Fact]
    public void Every_table_has_a_figure_which_a_guide_shows()
    {
        var folder = Repository.PathTo("docs/figures");
        var shown = Markdown.Documents.SelectMany(ShownBy).Order().ToArray();
        Assert.NotEmpty(shown);
        Assert.Equal(shown, FilesIn(folder, "*.csv"));
        Assert.Equal(shown, FilesIn(folder, "*.svg"));
    }

    /// <summary>The names of the figures in a document of <c>docs/</c>.</summary>
    internal static IEnumerable<string> ShownBy(string document) => Image().Matches(Markdown.Read(document)).Select(image => image.Groups[1].Value);

    /// <summary>The names of the files in a folder, without their extension.</summary>
    internal static string[] FilesIn(string folder, string pattern) =>
        [.. Directory.GetFiles(folder, pattern).Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    [GeneratedRegex(@"!\[[^\]]*\]\(figures/([a-z]+)\.svg\)")]
    private static partial Regex Image();
}
