using System.Text.RegularExpressions;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Examples;

/// <summary>A relative link leads to a file or a folder, and one with an anchor to a heading in it.</summary>
public partial class LinkTests
{
    public static TheoryData<string> Documents => [.. Markdown.Files];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_in_documents_lead_somewhere(string document) =>
        Assert.DoesNotContain(Targets(document), target => !Exists(document, target));

    [Fact]
    public void A_link_that_leads_nowhere_is_found()
    {
        Assert.False(Exists("README.md", "docs/no-such-file.md"));
        Assert.False(Exists("README.md", "docs/rules.md#no-such-heading"));
        Assert.True(Exists("docs/rules.md", "../README.md"));
        Assert.Equal("if-the-compiler-objects", Anchor("If the compiler objects"));
        Assert.Equal("a-net-ab", Anchor("A `.NET` a/b"));
    }

    private static IEnumerable<string> Targets(string document) =>
        Link().Matches(InlineCode().Replace(Markdown.Prose(document), ""))
            .Select(match => match.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal));

    private static bool Exists(string document, string target)
    {
        var parts = target.Split('#');
        var path = parts[0].Length == 0
            ? document
            : Path.GetRelativePath(Repository.PathTo(""), Path.Combine(Path.GetDirectoryName(Repository.PathTo(document))!, parts[0]));
        return Path.Exists(Repository.PathTo(path))
            && (parts.Length == 1 || Heading().Matches(Markdown.Prose(path)).Any(match => Anchor(match.Groups[1].Value) == parts[1]));
    }

    /// <summary>The anchor of a heading, as GitHub makes it.</summary>
    private static string Anchor(string heading) =>
        NoPartOfAnchor().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N}\p{M}_ -]")]
    private static partial Regex NoPartOfAnchor();
}
