using System.Text.RegularExpressions;

namespace SimdReg.Tests.Architecture;

/// <summary>A file of the library, and the folder whose rules it obeys.</summary>
internal sealed record SourceFile(string Path, string Folder, string Source)
{
    public string Code { get; } = SourceText.CodeOf(Source);
}

/// <summary>Finds what a file names of folders that it may not know. It reads words: no compiler says what they mean.</summary>
internal static partial class FolderScan
{
    /// <summary>Each folder may name the types of those before it. The root, which is empty here, is the façade; Tuning, TorchSharp and Mpi are projects of their own.</summary>
    public static IReadOnlyList<string> Order { get; } =
        ["Support", "Threading", "Numbers", "Lanes", "Storage", "Loops", "Penalties", "Rules", "Sums", "Groups", "States", "Steps", "", "Optimizers", "Models", "Tuning", "TorchSharp", "Mpi"];

    /// <summary>Members with the name of a type or an extension further up. There the name counts as the type only where a member of the type follows.</summary>
    public static IReadOnlyList<(string File, string Name)> Members { get; } =
    [
        ("PenaltyTerm.cs", "Penalty"),
        ("NarrowSums.cs", "Over"),
        ("StepFormula.cs", "Penalty"),
        ("ReductionLoop.cs", "Fold"),
        ("SettingsReader.cs", "AdamW"),
    ];

    /// <summary>Extensions with the name of a method that every collection has: a call does not show which one it is.</summary>
    private static readonly string[] _ambiguous = ["Add"];

    /// <summary>What is named from below, a sentence each.</summary>
    public static IEnumerable<string> Upward(IReadOnlyCollection<SourceFile> files)
    {
        var types = Lowest(files, Declaration());
        var extensions = Lowest(files, Extension());
        Array.ForEach(_ambiguous, name => extensions.Remove(name));
        return
            from file in files
            from named in Named(file, Word(), types).Where(match => !IsMember(file, match)).Concat(Named(file, Call(), extensions).Where(match => !IsListed(file, match)))
            select $"{file.Path} names {named.Value}";
    }

    public static IEnumerable<string> Declared(IEnumerable<SourceFile> files) => Lowest(files, Declaration()).Keys;

    /// <summary>Each declared name, and the place of the lowest folder that declares it.</summary>
    private static Dictionary<string, int> Lowest(IEnumerable<SourceFile> files, Regex declaration) =>
        files
            .SelectMany(file => declaration.Matches(file.Code).Select(match => (match.Groups["name"].Value, Place: PlaceOf(file))))
            .GroupBy(declared => declared.Value, declared => declared.Place)
            .ToDictionary(group => group.Key, group => group.Min());

    private static IEnumerable<Match> Named(SourceFile file, Regex word, Dictionary<string, int> declared) =>
        word.Matches(file.Code)
            .Where(match => declared.TryGetValue(match.Value, out var place) && place > PlaceOf(file))
            .DistinctBy(match => match.Value);

    private static int PlaceOf(SourceFile file) => Order.TakeWhile(folder => folder != file.Folder).Count();

    private static bool IsMember(SourceFile file, Match match) =>
        IsListed(file, match) && !Regex.IsMatch(file.Code, $@"(?<![.\w]){match.Value}\s*\.");

    private static bool IsListed(SourceFile file, Match match) => Members.Contains((Path.GetFileName(file.Path), match.Value));

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record|delegate\s+[\w<>?]+)\s+(?:class\s+|struct\s+)?(?<name>[A-Z]\w*)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"(?<name>[A-Z]\w*)(?:<(?:[^()>]|>(?!\s))*>)?\(\s*this\s+[\w(]")]
    private static partial Regex Extension();

    // A name after a dot is a member, unless a folder or namespace stands before the dot.
    [GeneratedRegex(@"(?<=\b(?:SimdReg|Support|Threading|Numbers|Lanes|Storage|Loops|Penalties|Rules|Sums|Groups|States|Steps|Optimizers|Models|Tuning)\.)[A-Z]\w*|(?<![.\w])[A-Z]\w*")]
    private static partial Regex Word();

    [GeneratedRegex(@"(?<=\.\s*)[A-Z]\w*(?=\s*(?:<[^;(]*>)?\()")]
    private static partial Regex Call();
}
