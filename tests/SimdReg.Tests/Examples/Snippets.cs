using System.Text.RegularExpressions;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Examples;

/// <summary>The code that a document shows compiles and runs: it stands in an example, line for line.</summary>
/// <remarks><c>.ci/run</c> runs every example. A formula of the library may be shown too, by itself.</remarks>
public partial class Snippets
{
    private static readonly string[] _code =
    [
        .. SourcesIn("docs/examples", SearchOption.TopDirectoryOnly),
        .. SourcesIn("docs/examples/tutorial", SearchOption.TopDirectoryOnly),
        .. SourcesIn("src/SimdReg/Penalties", SearchOption.TopDirectoryOnly),
        .. SourcesIn("src/SimdReg/Rules", SearchOption.TopDirectoryOnly),
    ];

    public static TheoryData<string> Documents => [.. Markdown.Documents];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_snippet_stands_in_an_example(string document) =>
        Assert.All(Markdown.Blocks(document, "csharp"), snippet => Assert.Contains(
            _code, code => code.Contains(Lines(OpenedNamespace().Replace(snippet, "")), StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_block_of_code_names_a_language_that_is_known_here(string document) =>
        Assert.All(Markdown.Languages(document), language => Assert.Contains(language, (string[])["csharp", "fsharp", "json", "sh", "text", "xml"]));

    [Fact]
    public void There_are_snippets_in_the_documents() =>
        Assert.True(Markdown.Documents.Sum(document => Markdown.Blocks(document, "csharp").Length) > 20);

    private static IEnumerable<string> SourcesIn(string folder, SearchOption option) =>
        Directory.GetFiles(Repository.PathTo(folder), "*.cs", option).Select(path => Lines(File.ReadAllText(path).ReplaceLineEndings("\n")));

    /// <summary>Whole lines without their indentation, so that a snippet can stand anywhere in an example.</summary>
    private static string Lines(string code) => "\n" + string.Join('\n', code.Split('\n').Select(line => line.TrimStart()));

    // A namespace is opened once for all, at the top of an example.
    [GeneratedRegex(@"^(using [\w.]+;\n)+\n")]
    private static partial Regex OpenedNamespace();
}
