using System.Numerics;
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

    /// <summary>How many formulas, and so how many loops, that is.</summary>
    public static int Count => 2 * RuleTable.All.Count * _modes.Length;

    /// <summary>Takes a step of each. There is nothing to say about them: it is for what the JIT says.</summary>
    public static IEnumerable<string> Lines()
    {
        foreach (var rule in RuleTable.All)
        {
            foreach (var mode in _modes)
            {
                Step<float>(rule, mode);
                Step<double>(rule, mode);
            }
        }

        return [];
    }

    private static void Step<T>(RuleCase rule, PenaltyMode mode)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        rule.Step<T, ElasticNet>(
            new(0.1, 0.7), LearningRate, mode, new T[Length], new T[Length], rule.State<T>(LearningRate, Length).Spans, _options);
}
