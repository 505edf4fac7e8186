using System.Text.RegularExpressions;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Examples;

/// <summary>The code that a document shows compiles and runs: it stands in an example, line for line.</summary>
/// <remarks><c>.ci/run</c> runs every example. A formula of the library may be shown too.</remarks>
public partial class Snippets
{
    private static readonly string[] _csharp =
        [.. SourcesIn("docs/examples", "*.cs"), .. SourcesIn("src/SimdReg/Penalties", "*.cs"), .. SourcesIn("src/SimdReg/Rules", "*.cs")];

    private static readonly string[] _fsharp = [.. SourcesIn("docs/examples", "*.fs")];

    public static TheoryData<string> Documents => [.. Markdown.Documents];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_snippet_stands_in_an_example(string document)
    {
        AssertStandsIn(_csharp, Markdown.Blocks(document, "csharp"));
        AssertStandsIn(_csharp, Markdown.Blocks(document, "json"));
        AssertStandsIn(_fsharp, Markdown.Blocks(document, "fsharp"));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_block_of_code_names_a_language_that_is_known_here(string document) =>
        Assert.All(Markdown.Languages(document), language => Assert.Contains(language, (string[])["csharp", "fsharp", "json", "sh", "text", "xml"]));

    [Fact]
    public void A_stale_snippet_is_found()
    {
        Assert.True(Markdown.Documents.Sum(document => Markdown.Blocks(document, "csharp").Length) > 20);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertStandsIn(_csharp, ["sgd.NoSuchStep(weights, gradients);\n"]));

        // A part of a line is not enough.
        AssertStandsIn(_csharp, ["using SimdReg;\n"]);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertStandsIn(_csharp, ["SimdReg;\n"]));
    }

    private static void AssertStandsIn(string[] sources, string[] snippets) =>
        Assert.All(snippets, snippet => Assert.Contains(
            sources, source => source.Contains(Lines(OpenedNamespaces().Replace(snippet, "")), StringComparison.Ordinal)));

    private static IEnumerable<string> SourcesIn(string folder, string files) =>
        Directory.GetFiles(Repository.PathTo(folder), files, SearchOption.AllDirectories)
            .Where(path => !Markdown.IsBuilt(path))
            .Select(path => Lines(File.ReadAllText(path).ReplaceLineEndings("\n")));

    /// <summary>Whole lines without their indentation, so that a snippet can stand anywhere in an example.</summary>
    private static string Lines(string code) => "\n" + string.Join('\n', code.Split('\n').Select(line => line.TrimStart()));

    // Namespaces are opened once for all, at the top of an example.
    [GeneratedRegex(@"^(using [\w.]+;\n)+\n")]
    private static partial Regex OpenedNamespaces();
}
