using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
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
    private const string Pattern = @"^(call|bl|blr)\s+\[?SimdReg\.";

    private const string Listing = "; Assembly listing for method SimdReg.Loops.ElementwiseLoop:Walk";

    private static readonly Dictionary<string, Knob> _knobs = Knob.All.Prepend(Knob.None).ToDictionary(knob => knob.ToString());

    /// <summary>One for each kind of lanes that long spans are walked with: those of 512 bits, where the machine has them, and vectors.</summary>
    public static TheoryData<string> Knobs => [Knob.None.ToString(), "DOTNET_EnableAVX512=0"];

    [Theory]
    [MemberData(nameof(Knobs))]
    public void The_loops_of_the_largest_steps_have_no_call_left(string name)
    {
        // A debug build inlines nothing. A fused multiply-add in software is as large as a formula.
        if (typeof(Sgd).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true }
            || !(Machine.Here.HasFma || Machine.Here.HasAdvSimd))
        {
            return;
        }

        var child = ChildProcess.Run(["large steps"], [.. _knobs[name].Alone, ("DOTNET_JitDisasm", "Walk Gather")]);

        Assert.True(child.ExitCode == 0, $"Under {name}, the process ended with {child.ExitCode}: {child.Errors}");
        Assert.Equal(
            LargeSteps.Count,
            child.Lines.Count(line => line.StartsWith(Listing, StringComparison.Ordinal)));
        var calls = Calls(child.Lines).ToList();
        Assert.True(calls.Count == 0, $"Under {name}, {calls.Count} calls are left:\n{string.Join('\n', calls.Take(5))}");
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
