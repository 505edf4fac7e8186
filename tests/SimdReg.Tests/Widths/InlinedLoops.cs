using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using SimdReg.Loops;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Widths;

/// <summary>No formula is too large for the JIT to inline into its loop.</summary>
/// <remarks>
/// It stops inlining into a method that has 1,024 local variables, and says nothing. Steps with calls left in their loops gave
/// the same bits, and took up to 22 times as long.
/// </remarks>
public partial class InlinedLoops
{
    // A call, on Arm64 a branch with a link, of this library. What the hardware lacks, the runtime may call.
    // What lanes add up to is made once, behind a loop.
    private const string Pattern = @"^(call|bl|blr)\s+\[?SimdReg\.(?!.*(:Across\(|DoubleDouble:op_Addition\())";

    private const string Listing = "; Assembly listing for method ";
    private const string Walk = Listing + "SimdReg.Loops.ElementwiseLoop:Walk";
    private const string Turn = Listing + "SimdReg.Loops.ReductionLoop:Turn";

    private static readonly Dictionary<string, Knob> _knobs = Knob.All.Prepend(Knob.None).ToDictionary(knob => knob.ToString());

    /// <summary>One for each kind of lanes that long spans are walked with: those of 512 bits, where the machine has them, and vectors.</summary>
    public static TheoryData<string> Knobs => [Knob.None.ToString(), "DOTNET_EnableAVX512=0"];

    // A debug build inlines nothing. A fused multiply-add in software is as large as a formula.
    private static bool Inlines =>
        typeof(Sgd).Assembly.GetCustomAttribute<DebuggableAttribute>() is not { IsJITOptimizerDisabled: true }
        && (Machine.Here.HasFma || Machine.Here.HasAdvSimd);

    [Theory]
    [MemberData(nameof(Knobs))]
    public void The_loops_of_the_largest_steps_have_no_call_left(string name)
    {
        if (Inlines)
        {
            // Counted by a process that has the same lanes, and no listing to write its line into.
            var count = Assert.Single(Run("large steps counted", name));
            var lines = Run("large steps", name, "Walk Gather");

            Assert.Equal(count, $"{lines.Count(line => line.StartsWith(Walk, StringComparison.Ordinal))}");
            AssertNoCalls(lines, name);
        }
    }

    [Theory]
    [MemberData(nameof(Knobs))]
    public void The_loops_of_sums_have_no_call_left(string name)
    {
        if (Inlines)
        {
            var lines = Run("large sums", name, "Turn Stream Few");

            Assert.All(LargeSums.Folds, fold => Assert.Contains(lines, line => IsLoopOf(line, fold, fetches: false)));
            Assert.All(LargeSums.Folds, fold => Assert.Equal(Prefetch.Gains, lines.Any(line => IsLoopOf(line, fold, fetches: true))));
            AssertNoCalls(lines, name);
        }
    }

    private static bool IsLoopOf(string line, string fold, bool fetches) =>
        line.StartsWith(Turn, StringComparison.Ordinal)
        && line.Contains(fold, StringComparison.Ordinal)
        && line.Contains(nameof(NoPrefetch), StringComparison.Ordinal) != fetches;

    private static IReadOnlyList<string> Run(string topic, string knob, string disassembled = "")
    {
        var child = ChildProcess.Run([topic], [.. _knobs[knob].Alone, ("DOTNET_JitDisasm", disassembled)]);
        Assert.True(child.ExitCode == 0, $"Under {knob}, the process ended with {child.ExitCode}: {child.Errors}");
        return child.Lines;
    }

    private static void AssertNoCalls(IEnumerable<string> lines, string knob)
    {
        var calls = Calls(lines).ToList();
        Assert.True(calls.Count == 0, $"Under {knob}, {calls.Count} calls are left:\n{string.Join('\n', calls.Take(5))}");
    }

    private static IEnumerable<string> Calls(IEnumerable<string> lines)
    {
        var method = "";
        foreach (var line in lines)
        {
            method = line.StartsWith(Listing, StringComparison.Ordinal) ? line : method;
            if (Call().IsMatch(line))
            {
                yield return $"{line} in {method}";
            }
        }
    }

    [GeneratedRegex(Pattern)]
    private static partial Regex Call();
}
