using System.Text.RegularExpressions;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Examples;

/// <summary>The markdown files of the repository, found in its folders, so that none can be forgotten.</summary>
internal static partial class Markdown
{
    private static readonly string[] _folders = ["docs", "tests", "benchmarks", "src"];

    /// <summary>Every markdown file, by its path from the directory of the solution.</summary>
    public static string[] Files { get; } = [.. Found()];

    /// <summary>What a user reads: the README and all of <c>docs/</c>.</summary>
    public static IEnumerable<string> Documents =>
        Files.Where(path => path == "README.md" || path.StartsWith("docs/", StringComparison.Ordinal));

    public static string Read(string path) => File.ReadAllText(Repository.PathTo(path)).ReplaceLineEndings("\n");

    /// <summary>The text without its blocks of code.</summary>
    public static string Prose(string path) => Fenced().Replace(Read(path), "");

    /// <summary>The fenced blocks of code in a language.</summary>
    public static string[] Blocks(string path, string language) =>
        [.. Fenced().Matches(Read(path)).Where(match => match.Groups["language"].Value == language).Select(match => match.Groups["code"].Value)];

    /// <summary>The languages of the fenced blocks.</summary>
    public static IEnumerable<string> Languages(string path) =>
        Fenced().Matches(Read(path)).Select(match => match.Groups["language"].Value.Split(' ')[0]);

    /// <summary>Whether a file lies in what a build wrote.</summary>
    public static bool IsBuilt(string path) => Built().IsMatch(path);

    private static IEnumerable<string> Found()
    {
        var root = Repository.PathTo("");
        var inFolders = _folders.SelectMany(folder => Directory.GetFiles(Path.Combine(root, folder), "*.md", SearchOption.AllDirectories));
        return Directory.GetFiles(root, "*.md")
            .Concat(inFolders)
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
            .Where(path => !IsBuilt(path))
            .Order(StringComparer.Ordinal);
    }

    [GeneratedRegex("^ *```(?<language>[^\n]*)\n(?<code>.*?)^ *```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"[\\/](bin|obj)[\\/]")]
    private static partial Regex Built();
}
