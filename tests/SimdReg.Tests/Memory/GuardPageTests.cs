using SimdReg.Tests.Support;

namespace SimdReg.Tests.Memory;

/// <summary>Every kernel between guard pages, in a process that ends when one of them is touched.</summary>
[Trait("Category", "Long")]
public class GuardPageTests
{
    [Fact]
    public void No_kernel_touches_anything_outside_its_spans() => AssertDone("guard");

    [Fact]
    public void Nothing_over_stored_numbers_touches_anything_outside_its_spans() => AssertDone("stored guard");

    [Fact]
    public void Nothing_over_groups_touches_anything_outside_its_spans() => AssertDone("group guard");

    [Fact]
    public void No_sum_of_gradients_touches_anything_outside_its_spans_or_writes_what_it_sums() => AssertDone("gradient guard");

    private static void AssertDone(string topic)
    {
        // Two hundred loops follow each other too fast for the JIT to come back to any: at first optimised, they take half
        // the time.
        var child = ChildProcess.Run([topic], ("DOTNET_TieredCompilation", "0"));
        var last = child.Lines.LastOrDefault("the start");

        Assert.True(
            child.ExitCode == 0 && last == GuardCases.AllDone,
            $"The process ended with {child.ExitCode} in {last}\n{child.Errors}");
    }
}
