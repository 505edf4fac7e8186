using System.Text.RegularExpressions;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Examples;

/// <summary>The code that the documentation shows compiles and runs: it stands in an example, line for line.</summary>
public partial class Snippets
{
    private static readonly string _example = Unindented(Read("docs/examples/snippets.cs"));

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/rules.md")]
    public void Every_snippet_stands_in_the_example(string document)
    {
        var snippets = Fenced().Matches(Read(document)).Select(match => match.Groups[1].Value).ToArray();
        Assert.NotEmpty(snippets);

        // A namespace is opened once for all.
        Assert.All(snippets, snippet => Assert.Contains(Unindented(snippet.Replace("using SimdReg;\n\n", "", StringComparison.Ordinal)), _example, StringComparison.Ordinal));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fenced();

    private static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(line => line.TrimStart()));

    private static string Read(string path) => File.ReadAllText(Repository.PathTo(path)).ReplaceLineEndings("\n");
}
