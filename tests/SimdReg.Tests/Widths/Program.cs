using System.Globalization;
using SimdReg.Tests.Memory;
using SimdReg.Tests.Soak;

namespace SimdReg.Tests.Widths;

/// <summary>
/// Runs the test assembly as a program of its own, which prints what it is asked for: a process has to be started anew
/// for a knob to work, and ends where a kernel touches a guard page.
/// </summary>
internal static class Program
{
    private static int Main(string[] topics)
    {
        if (topics is ["soak", .. var arguments])
        {
            return SoakCommand.Run(arguments);
        }

        foreach (var topic in topics)
        {
            foreach (var line in About(topic))
            {
                Console.WriteLine(line);
            }
        }

        return 0;
    }

    private static IEnumerable<string> About(string topic) => topic switch
    {
        "knobs" => Knob.All.Where(knob => knob.Effect(Machine.Here) != Machine.Here).Select(knob => knob.ToString()),
        "machine" => [Machine.Here.ToJson()],
        "golden" => GoldenCases.Lines(),
        "large steps" => Silently(LargeSteps.Take),
        "large steps counted" => [LargeSteps.Count.ToString(CultureInfo.InvariantCulture)],
        "large stored steps" => Silently(LargeStoredSteps.Take),
        "large stored steps counted" => [LargeStoredSteps.Count.ToString(CultureInfo.InvariantCulture)],
        "gradient sums" => Silently(GradientSumLoops.Run),
        "gradient sums counted" => [GradientSumLoops.Count.ToString(CultureInfo.InvariantCulture)],
        "large sums" => Silently(LargeSums.Make),
        "guard" => GuardCases.Lines(),
        "group guard" => GroupGuardCases.Lines(),
        "gradient guard" => GradientGuardCases.Lines(),
        "stored guard" => StoredGuardCases.Lines(),
        "starved pool" => StarvedPool.Lines(),
        _ => throw new ArgumentException($"There is nothing to print about {topic}.", nameof(topic)),
    };

    /// <summary>What there is to read of it, the JIT says.</summary>
    private static string[] Silently(Action action)
    {
        action();
        return [];
    }
}
