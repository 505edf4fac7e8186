using System.Numerics;
using SimdReg.Loops;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Widths;

/// <summary>The largest formulas there are: every rule under both norms in every mode, with every option on.</summary>
internal static class LargeSteps
{
    private const double LearningRate = 0.3;

    // With a tail after some of the widest vectors.
    private const int Short = 165;

    // Where every loop fetches ahead, if the processor likes that.
    private const int Long = Thresholds.PrefetchedStepBytes / sizeof(float);

    private static readonly PenaltyMode[] _modes = Enum.GetValues<PenaltyMode>();

    private static readonly StepOptions _options = new() { GradientScale = 0.37, KeepZeros = true };

    /// <summary>How many loops that is here: of floats with a second that fetches, and of doubles; each plain and measured.</summary>
    public static int Count => 2 * (Prefetch.Gains ? 3 : 2) * RuleTable.All.Count * _modes.Length;

    /// <summary>Takes some steps of each.</summary>
    public static void Take()
    {
        foreach (var rule in RuleTable.All)
        {
            foreach (var mode in _modes)
            {
                foreach (var measured in (bool[])[false, true])
                {
                    Step<float>(rule, mode, Short, measured);
                    Step<float>(rule, mode, Long, measured);
                    Step<double>(rule, mode, Short, measured);
                }
            }
        }
    }

    private static void Step<T>(RuleCase rule, PenaltyMode mode, int length, bool measured)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        rule.Step<T, ElasticNet>(
            new(0.1, 0.7), LearningRate, mode, new T[length], new T[length], rule.State<T>(LearningRate, length).Spans, _options, measured);
}
