using System.Numerics;
using System.Runtime.Intrinsics;
using SimdReg.Loops;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Widths;

/// <summary>The largest formulas there are: every rule under both norms in every mode, with every option on.</summary>
internal static class LargeSteps
{
    private const double LearningRate = 0.3;

    // Both with a tail after some of the widest vectors. So few are always measured in parts.
    private const int Few = 53;

    // With lanes of 512 bits so many are measured in one loop.
    private const int Short = 165;

    // Where every loop fetches ahead, if the processor likes that.
    private const int Long = ElementwiseLoop.PrefetchBytes / sizeof(float);

    private static readonly PenaltyMode[] _modes = Enum.GetValues<PenaltyMode>();

    private static readonly StepOptions _options = new() { GradientScale = 0.37, KeepZeros = true };

    /// <summary>How many loops that is here: of floats with a second that fetches, of doubles, and of measured steps, with 512 bits one more of each.</summary>
    public static int Count =>
        ((2 * (Prefetch.Gains ? 3 : 2)) + (Vector512.IsHardwareAccelerated ? 2 : 0)) * RuleTable.All.Count * _modes.Length;

    /// <summary>Takes some steps of each.</summary>
    public static void Take()
    {
        foreach (var rule in RuleTable.All)
        {
            foreach (var mode in _modes)
            {
                foreach (var measured in (bool[])[false, true])
                {
                    Step<float>(rule, mode, Few, measured);
                    Step<double>(rule, mode, Few, measured);
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
