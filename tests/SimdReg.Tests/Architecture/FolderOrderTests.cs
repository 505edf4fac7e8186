using SimdReg.Tests.Support;

namespace SimdReg.Tests.Architecture;

/// <summary>The folders of the library depend on each other in one direction.</summary>
public class FolderOrderTests
{
    [Fact]
    public void No_folder_names_a_type_or_an_extension_of_a_folder_that_may_name_its_own()
    {
        var files = Files().ToList();
        Assert.Subset(
            FolderScan.Declared(files).ToHashSet(),
            new HashSet<string> { "Adam", "L2", "ElementwiseLoop", "UpdateSteps", "ParameterSet", "ILanes" });
        Assert.Empty(FolderScan.Upward(files));
    }

    [Theory]
    [InlineData("bool Is(object x) => x is L2;")]
    [InlineData("bool Is(object x) => x is not L2 { Strength: 0 };")]
    [InlineData("object Cast(object x) => (L2)x;")]
    [InlineData("object Cast(object x) => x as L2?;")]
    [InlineData("object Made() => new L2(1);")]
    [InlineData("object Made() => new L2[1];")]
    [InlineData("object Made() => default(L2);")]
    [InlineData("string Text() => $\"{new L2(1)}\";")]
    [InlineData("string Text() => $\"{{0}} {typeof(L2).Name:N}\";")]
    [InlineData("string Text() => $@\"\"\"{new L2(1)}\"\"\";")]
    [InlineData("string Text() => $$\"\"\"{ \" {{new L2(1)}}\"\"\";")]
    [InlineData("string Text() => $\"{(true ? \"}\" : $\"{new L2(1)}\")}\";")]
    [InlineData("char Quote = '\"'; L2 _after;")]
    [InlineData("string Slash = @\"\\\"; L2 _after;")]
    [InlineData("string Empty = \"\"; L2 _after;")]
    [InlineData("int Of(int x) => x switch { _ => L2.Count };")]
    [InlineData("void Take(Dictionary<int, L2> all) { }")]
    [InlineData("SimdReg.L2 _named;")]
    [InlineData("void Call(int x) => x.Charge();")]
    [InlineData("void Call(int? x) => x?.Charge();")]
    [InlineData("void Call(int x) => x.Charge<int>();")]
    [InlineData("void Call(int x) => x\n    .Charge();")]
    public void What_is_named_from_below_is_found_in_every_form(string member) => Assert.Single(UpwardOf(member));

    [Theory]
    [InlineData("// L2\n/* x.Charge() */ int _x;")]
    [InlineData("/// <summary><see cref=\"L2\"/></summary>\nint _x;")]
    [InlineData("string Text() => \"L2 \\\" x.Charge()\";")]
    [InlineData("string Text() => @\"\\\" + @\"L2 \"\" x.Charge()\";")]
    [InlineData("string Text() => $\"L2 {{L2}} {1} L2\";")]
    [InlineData("string Text() => \"\"\"L2 \" L2\"\"\";")]
    [InlineData("string Text() => $$\"\"\"L2 {L2} {{1}} L2\"\"\";")]
    [InlineData("double Of(Norms x) => x.L2 + x.Charge;")]
    public void Comments_text_and_members_are_not_types(string member) => Assert.Empty(UpwardOf(member));

    [Fact]
    public void Every_member_that_has_the_name_of_a_type_is_still_there()
    {
        var files = Files().ToList();
        Assert.All(FolderScan.Members, member =>
            Assert.Contains(files, file => Path.GetFileName(file.Path) == member.File && file.Code.Contains(member.Name, StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_folder_has_its_place_in_the_order_and_holds_no_more_than_some_fifteen_files()
    {
        var folders = Files().GroupBy(file => file.Folder).ToDictionary(group => group.Key, group => group.ToList());
        Assert.Equal(FolderScan.Order.Order(StringComparer.Ordinal), folders.Keys.Order(StringComparer.Ordinal));
        Assert.All(
            folders.Values.SelectMany(files => files.GroupBy(file => Path.GetDirectoryName(file.Path))),
            folder => Assert.True(folder.Count() <= 16, $"{folder.Key} has {folder.Count()} files."));
    }

    /// <summary>What a file of lanes with this member names of the penalties.</summary>
    private static IEnumerable<string> UpwardOf(string member) =>
        FolderScan.Upward(
        [
            new("Lanes/Low.cs", "Lanes", $"internal static class Low {{ {member} }}"),
            new("Penalties/L2.cs", "Penalties", "public struct L2 { } static class Charging { public static void Charge<T>(\n    this T x) { } }"),
        ]);

    private static IEnumerable<SourceFile> Files() =>
    [
        .. Files("src/SimdReg", folder: null),
        .. Files("src/SimdReg.Tuning", folder: "Tuning"),
        .. Files("src/SimdReg.TorchSharp", folder: "TorchSharp"),
        .. Files("src/SimdReg.Mpi", folder: "Mpi"),
    ];

    /// <summary>The files of a project, in their folders or all in one.</summary>
    private static IEnumerable<SourceFile> Files(string project, string? folder)
    {
        var source = Repository.PathTo(project);
        foreach (var file in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(source, file);
            var parts = path.Split(Path.DirectorySeparatorChar);
            if (parts[0] is not ("bin" or "obj"))
            {
                yield return new(path, folder ?? (parts.Length == 1 ? "" : parts[0]), File.ReadAllText(file));
            }
        }
    }
}
