using System.Text.RegularExpressions;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Examples;

/// <summary>The code that the documentation shows compiles and runs: it stands in an example, line for line.</summary>
public partial class Snippets
{
    [Theory]
    [InlineData("README.md", "snippets.cs")]
    [InlineData("docs/rules.md", "snippets.cs")]
    [InlineData("docs/tutorial.md", "tutorial/*.cs")]
    public void Every_snippet_stands_in_an_example(string document, string examples)
    {
        var code = Directory.GetFiles(Repository.PathTo("docs/examples"), examples).Select(path => Unindented(Read(path))).ToArray();
        var snippets = Fenced().Matches(Read(Repository.PathTo(document))).Select(match => match.Groups[1].Value).ToArray();
        Assert.NotEmpty(snippets);

        // A namespace is opened once for all.
        Assert.All(snippets, snippet => Assert.Contains(
            code, example => example.Contains(Unindented(OpenedNamespace().Replace(snippet, "")), StringComparison.Ordinal)));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"^using [\w.]+;\n\n")]
    private static partial Regex OpenedNamespace();

    private static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(line => line.TrimStart()));

    private static string Read(string path) => File.ReadAllText(path).ReplaceLineEndings("\n");
}
