using SimdReg.Tests.Support;

namespace SimdReg.Tests.Examples;

/// <summary>The library is called from F# and from C# 13, which do not infer the element type of a span from an array.</summary>
[Trait("Category", "Long")]
public class OtherLanguagesTests
{
    [Theory]
    [InlineData("docs/examples/fsharp", "F#: 1 step of Adam, 1 of SGD, 1 of AdamW; 3 weights are not 0.")]
    [InlineData("docs/examples/csharp13", "C# 13: 1 step of Adam, 1 of SGD. L2 was 0.0016; 4 weights were not 0.")]
    public void An_example_compiles_and_runs(string project, string output)
    {
        var run = ChildProcess.Dotnet(["run", "--project", Repository.PathTo(project)]);
        Assert.True(run.ExitCode == 0, string.Join('\n', [.. run.Lines, run.Errors]));
        Assert.Equal(output, run.Lines[^1]);
    }
}
