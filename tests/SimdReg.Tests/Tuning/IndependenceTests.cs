using SimdReg.Tests.Support;

namespace SimdReg.Tests.Tuning;

/// <summary>Tuning knows the kernels, and they do not know it.</summary>
public class IndependenceTests
{
    [Fact]
    public void No_source_outside_the_folder_names_it()
    {
        var source = Repository.PathTo("src/SimdReg");
        var files = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .ToLookup(file => Path.GetRelativePath(source, file).Split(Path.DirectorySeparatorChar)[0] is "Tuning");

        Assert.NotEmpty(files[true]);
        Assert.NotEmpty(files[false]);
        Assert.All(files[false], file => Assert.DoesNotContain("Tuning", File.ReadAllText(file), StringComparison.Ordinal));
    }
}
