using System.Numerics;
using SimdReg.Loops;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Widths;

/// <summary>The largest formulas there are: every rule under both norms in every mode, with every option on.</summary>
internal static class LargeSteps
{
    private const double LearningRate = 0.3;

    // Two of the widest vectors and a tail.
    private const int Length = 37;

    private static readonly PenaltyMode[] _modes = Enum.GetValues<PenaltyMode>();

    private static readonly StepOptions _options = new() { GradientScale = 0.37, KeepZeros = true };

    /// <summary>How many loops that is: for floats and doubles, and plain and measured, where a measured step has a loop of its own.</summary>
    public static int Count(bool measuredInOneLoop) => 2 * (measuredInOneLoop ? 2 : 1) * RuleTable.All.Count * _modes.Length;

    /// <summary>Takes two steps of each, and says whether a step is measured in one loop here. The rest is what the JIT says.</summary>
    public static IEnumerable<string> Lines()
    {
        foreach (var rule in RuleTable.All)
        {
            foreach (var mode in _modes)
            {
                Step<float>(rule, mode, measured: false);
                Step<float>(rule, mode, measured: true);
                Step<double>(rule, mode, measured: false);
                Step<double>(rule, mode, measured: true);
            }
        }

        return [TallyLoop.FitsBesideAStep ? "one loop" : "two loops"];
    }

    private static void Step<T>(RuleCase rule, PenaltyMode mode, bool measured)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        rule.Step<T, ElasticNet>(
            new(0.1, 0.7), LearningRate, mode, new T[Length], new T[Length], rule.State<T>(LearningRate, Length).Spans, _options, measured);
}
