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
[Trait("Category", "Long")]
public partial class InlinedLoops
{
    // A call, on Arm64 a branch with a link, of this library. What the hardware lacks, the runtime may call.
    private const string Pattern = @"^(call|bl|blr)\s+\[?SimdReg\.";

    // A few weights are added across lanes, with those that fill no lanes, in the method of their loop.
    private const string BehindLoop = @":Across\(|:op_Addition\(|LaneValues:Largest\[|MeasureReduction`1\[\w+\]:Separately\[";

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
    public void The_loops_of_the_largest_steps_have_no_call_left(string name) => AssertInlined("large steps", name);

    [Theory]
    [MemberData(nameof(Knobs))]
    public void The_loops_of_the_largest_steps_over_stored_numbers_have_no_call_left(string name) => AssertInlined("large stored steps", name);

    [Theory]
    [MemberData(nameof(Knobs))]
    public void The_loops_of_sums_of_gradients_have_no_call_left(string name) => AssertInlined("gradient sums", name);

    [Theory]
    [MemberData(nameof(Knobs))]
    public void The_loops_of_sums_have_no_call_left_and_fetch_ahead_at_each_place(string name)
    {
        if (Inlines)
        {
            var listings = Listings(Run("large sums", name, "Turn Stream Few FewFloats FewDoubles")).ToList();

            AssertNoCalls(listings, name);
            foreach (var (fold, places) in LargeSums.Folds)
            {
                foreach (var fetches in (bool[])[false, Prefetch.Gains])
                {
                    var loops = listings.Where(loop => IsLoopOf(loop[0], fold, fetches)).ToList();
                    Assert.True(loops.Count > 0, $"Under {name} there is no loop of {fold} that {(fetches ? "fetches" : "does not fetch")}.");
                    Assert.All(loops, loop => Assert.Equal(fetches ? places : 0, loop.Count(line => line.StartsWith("prefetch", StringComparison.Ordinal))));
                }
            }
        }
    }

    private static void AssertInlined(string topic, string name)
    {
        if (Inlines)
        {
            // Counted by a process that has the same lanes, and no listing to write its line into.
            var count = Assert.Single(Run($"{topic} counted", name));
            var lines = Run(topic, name, "Walk");

            Assert.Equal(count, $"{lines.Count(line => line.StartsWith(Walk, StringComparison.Ordinal))}");
            AssertNoCalls(Listings(lines), name);
        }
    }

    private static bool IsLoopOf(string heading, string fold, bool fetches) =>
        heading.StartsWith(Turn, StringComparison.Ordinal)
        && heading.Contains(fold, StringComparison.Ordinal)
        && heading.Contains(nameof(NoPrefetch), StringComparison.Ordinal) != fetches;

    private static IReadOnlyList<string> Run(string topic, string knob, string disassembled = "")
    {
        var child = ChildProcess.Run([topic], [.. _knobs[knob].Alone, ("DOTNET_JitDisasm", disassembled)]);
        Assert.True(child.ExitCode == 0, $"Under {knob}, the process ended with {child.ExitCode}: {child.Errors}");
        return child.Lines;
    }

    private static void AssertNoCalls(IEnumerable<List<string>> listings, string knob)
    {
        var calls = (
            from listing in listings
            let isFew = listing[0].Contains(":Few", StringComparison.Ordinal)
            from line in listing
            where Call().IsMatch(line) && !(isFew && CallBehindLoop().IsMatch(line))
            select $"{line} in {listing[0]}").ToList();
        Assert.True(calls.Count == 0, $"Under {knob}, {calls.Count} calls are left:\n{string.Join('\n', calls.Take(5))}");
    }

    /// <summary>The lines that belong to each method, of which the first says what it is.</summary>
    private static IEnumerable<List<string>> Listings(IEnumerable<string> lines)
    {
        var listing = new List<string>();
        foreach (var line in lines)
        {
            if (line.StartsWith(Listing, StringComparison.Ordinal) && listing.Count > 0)
            {
                yield return listing;
                listing = [];
            }

            listing.Add(line);
        }

        if (listing.Count > 0)
        {
            yield return listing;
        }
    }

    [GeneratedRegex(Pattern)]
    private static partial Regex Call();

    [GeneratedRegex(BehindLoop)]
    private static partial Regex CallBehindLoop();
}
