using SimdReg.Loops;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Widths;

/// <summary>The largest formulas over stored numbers: every rule under both norms in every mode, with every option on, in every loop that loads or stores bfloat16.</summary>
internal static class LargeStoredSteps
{
    private const double LearningRate = 0.3;

    // With a tail after some of the widest vectors.
    private const int Short = 165;

    // Where every loop fetches ahead, if the processor likes that.
    private const int Long = Thresholds.PrefetchedStepBytes / sizeof(ushort);

    private static readonly PenaltyMode[] _modes = Enum.GetValues<PenaltyMode>();

    private static readonly StepOptions _options = new() { GradientScale = 0.37, KeepZeros = true };

    private static readonly (NumberFormat Weights, NumberFormat Gradients, NumberStorage Storage)[] _stateless =
    [
        (NumberFormat.Single, NumberFormat.Single, default),
        (NumberFormat.Single, NumberFormat.BFloat16, default),
        (NumberFormat.BFloat16, NumberFormat.BFloat16, default),
        (NumberFormat.BFloat16, NumberFormat.BFloat16, new() { Weights = WeightRounding.Stochastic }),
    ];

    private static readonly (NumberFormat Weights, NumberFormat Gradients, NumberStorage Storage)[] _all =
    [
        .. _stateless,
        .. from kind in _stateless
           from isStochastic in (bool[])[false, true]
           select (kind.Weights, kind.Gradients, new NumberStorage(NumberFormat.BFloat16) { Weights = kind.Storage.Weights, HasStochasticState = isStochastic }),
    ];

    /// <summary>How many loops that is here.</summary>
    public static int Count => (Prefetch.Gains ? 2 : 1) * _modes.Length * RuleTable.All.Sum(rule => Kinds(rule).Length);

    /// <summary>Takes a step of each.</summary>
    public static void Take()
    {
        foreach (var rule in RuleTable.All)
        {
            foreach (var mode in _modes)
            {
                foreach (var kind in Kinds(rule))
                {
                    Step(rule, mode, kind, Short);
                    if (Prefetch.Gains)
                    {
                        Step(rule, mode, kind, Long);
                    }
                }
            }
        }
    }

    private static (NumberFormat Weights, NumberFormat Gradients, NumberStorage Storage)[] Kinds(RuleCase rule) => rule.StateCount == 0 ? _stateless : _all;

    private static void Step(RuleCase rule, PenaltyMode mode, (NumberFormat Weights, NumberFormat Gradients, NumberStorage Storage) kind, int length)
    {
        var optimizer = rule.Optimizer<ElasticNet>(new(0.1, 0.7), LearningRate, mode, length, kind.Storage);
        optimizer.Step(new StoredArray(kind.Weights, new float[length]).Span, new StoredArray(kind.Gradients, new float[length]).Span, _options);
    }
}
