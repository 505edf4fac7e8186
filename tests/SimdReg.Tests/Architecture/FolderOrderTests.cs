using System.Text.RegularExpressions;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Architecture;

/// <summary>The folders of the library depend on each other in one direction.</summary>
public partial class FolderOrderTests
{
    /// <summary>Each folder may name the types of those before it. The root, which is empty here, is the façade; Tuning is a project of its own.</summary>
    private static readonly string[] _order =
        ["Support", "Threading", "Lanes", "Loops", "Penalties", "Rules", "Sums", "States", "Steps", "Models", "", "Tuning"];

    /// <summary>Names that are also those of members. They count as types only where nothing else can stand.</summary>
    private static readonly string[] _ambiguous = ["L1", "L2", "None", "Penalty", "Coupled", "Decoupled", "Proximal", "Scaled", "Search", "Fold", "AmsGrad"];

    [Fact]
    public void No_folder_names_a_type_of_a_folder_that_may_name_its_own()
    {
        var files = Files().ToList();
        var folderOf = files
            .SelectMany(file => Declared(file.Code).Select(name => (Name: name, file.Folder)))
            .GroupBy(type => type.Name)
            .ToDictionary(group => group.Key, group => group.Min(type => Array.IndexOf(_order, type.Folder)));
        Assert.Subset(folderOf.Keys.ToHashSet(), new HashSet<string> { "Adam", "L2", "ElementwiseLoop", "UpdateSteps", "ParameterSet", "ILanes" });

        var upward =
            from file in files
            let own = Array.IndexOf(_order, file.Folder)
            from name in Named(file.Code).Distinct()
            where folderOf.TryGetValue(name, out var other) && other > own
            select $"{file.Path} names {name}, which is in {_order[folderOf[name]]}";
        Assert.Empty(upward);
    }

    [Fact]
    public void Every_folder_has_its_place_in_the_order_and_holds_no_more_than_some_fifteen_files()
    {
        var folders = Files().GroupBy(file => file.Folder).ToDictionary(group => group.Key, group => group.ToList());
        Assert.Equal(_order.Order(StringComparer.Ordinal), folders.Keys.Order(StringComparer.Ordinal));
        Assert.All(
            folders.Values.SelectMany(files => files.GroupBy(file => Path.GetDirectoryName(file.Path))),
            folder => Assert.True(folder.Count() <= 16, $"{folder.Key} has {folder.Count()} files."));
    }

    private static IEnumerable<(string Path, string Folder, string Code)> Files() =>
        [.. Files("src/SimdReg", folder: null), .. Files("src/SimdReg.Tuning", folder: "Tuning")];

    /// <summary>The files of a project, in their folders or all in one.</summary>
    private static IEnumerable<(string Path, string Folder, string Code)> Files(string project, string? folder)
    {
        var source = Repository.PathTo(project);
        foreach (var file in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(source, file);
            var parts = path.Split(Path.DirectorySeparatorChar);
            if (parts[0] is not ("bin" or "obj"))
            {
                yield return (path, folder ?? (parts.Length == 1 ? "" : parts[0]), CommentOrText().Replace(File.ReadAllText(file), " "));
            }
        }
    }

    private static IEnumerable<string> Declared(string code) => Declaration().Matches(code).Select(match => match.Groups["name"].Value);

    /// <summary>The words of a file that may be types: of an ambiguous one, an argument of a generic, a new object, a type's own member or its typeof.</summary>
    private static IEnumerable<string> Named(string code) =>
        Word().Matches(code)
            .Where(match => !_ambiguous.Contains(match.Value) || IsType(code, match.Index, match.Length))
            .Select(match => match.Value);

    private static bool IsType(string code, int index, int length)
    {
        var (before, after) = (code[..index].TrimEnd(), code[(index + length)..]);
        return before.EndsWith("typeof(", StringComparison.Ordinal)
            || before.EndsWith("default(", StringComparison.Ordinal)
            || (before.EndsWith("new", StringComparison.Ordinal) && after.StartsWith('('))
            || after.StartsWith('.')
            || Regex.IsMatch(after, @"^ _?[a-z]\w*[ ;,)]")
            || (before.EndsWith('<') && (after.StartsWith('>') || after.StartsWith(',')))
            || (before.EndsWith(',') && after.StartsWith('>'));
    }

    [GeneratedRegex("""//[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\]|\\.)'""")]
    private static partial Regex CommentOrText();

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record|delegate\s+[\w<>?]+)\s+(?:class\s+|struct\s+)?(?<name>[A-Z]\w*)")]
    private static partial Regex Declaration();

    // A name after a dot is a member, unless a folder or namespace stands before the dot.
    [GeneratedRegex(@"(?<=\b(?:SimdReg|Support|Threading|Lanes|Loops|Penalties|Rules|Sums|States|Steps|Models|Tuning)\.)[A-Z]\w*|(?<![.\w])[A-Z]\w*")]
    private static partial Regex Word();
}
