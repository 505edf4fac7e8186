using SimdReg.Tests.Support;

namespace SimdReg.Tests.Widths;

/// <summary>The same bits at every width: a process under each knob computes what is committed in <c>golden.txt</c>.</summary>
public class GoldenBits
{
    private static readonly string[] _golden = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Widths", "golden.txt"));

    private static readonly Lazy<Machine> _plainMachine = new(() => Machine.FromJson(Run(Knob.None, "machine")[0]));

    private static readonly Dictionary<string, Knob> _knobs = Knob.All.Prepend(Knob.None).ToDictionary(knob => knob.ToString());

    public static TheoryData<string> Knobs => [.. _knobs.Keys];

    [Fact]
    public void Every_kernel_gives_the_golden_bits_in_this_process() => AssertGolden(GoldenCases.Lines(), "In this process");

    [Theory, Trait("Category", "Long")]
    [MemberData(nameof(Knobs))]
    public void Every_kernel_gives_the_golden_bits_under_each_knob(string name)
    {
        var knob = _knobs[name];
        var lines = Run(knob, "machine", "golden");

        Assert.Equal(knob.Effect(_plainMachine.Value), Machine.FromJson(lines[0]));
        AssertGolden(lines.Skip(1), $"Under {knob}");
    }

    [Fact]
    public void This_run_is_under_the_knobs_that_its_environment_sets()
    {
        var expected = Knob.All.Where(knob => knob.IsSet).Aggregate(_plainMachine.Value, (machine, knob) => knob.Effect(machine));
        Assert.Equal(expected, Machine.Here);
    }

    private static void AssertGolden(IEnumerable<string> lines, string place)
    {
        string[] actual = [.. lines];
        Assert.Equal(_golden.Select(Case), actual.Select(Case));
        var differences = _golden.Zip(actual).SelectMany(pair => Differences(pair.First, pair.Second)).ToList();
        Assert.True(differences.Count == 0, $"{place}, {differences.Count} results differ:\n{string.Join('\n', differences.Take(20))}");
    }

    private static string Case(string line) => line[..line.IndexOf(':')];

    private static IEnumerable<string> Differences(string golden, string line)
    {
        var expected = Results(golden);
        var actual = Results(line);
        return Enumerable.Range(0, expected.Length)
            .Where(i => expected[i] != actual[i])
            .Select(i => $"{Case(golden)}, at {i}: expected {expected[i]}, got {actual[i]}");
    }

    private static string[] Results(string line) => line[(line.IndexOf(':') + 2)..].Split(' ');

    /// <summary>What a new process prints under one knob and no other, whatever knobs this one runs under.</summary>
    private static IReadOnlyList<string> Run(Knob knob, params string[] topics)
    {
        var child = ChildProcess.Run(topics, knob.Alone);

        Assert.True(child.ExitCode == 0, $"Under {knob}, the process ended with {child.ExitCode}: {child.Errors}");
        return child.Lines;
    }
}
