using System.Numerics;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Widths;

/// <content>What the rules with a state make of the golden inputs: weights and state after three steps.</content>
internal static partial class GoldenCases
{
    private const int Steps = 3;

    private static readonly StepOptions _options = new() { GradientScale = 0.37, Maximize = true, KeepZeros = true };

    // Two of the widest vectors and a tail, listed; and many, hashed.
    private static readonly int[] _lengthsOfRules = [37, 1_000];

    private static IEnumerable<string> Rules<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        from rule in RuleTable.All
        where rule.StateCount > 0
        from length in _lengthsOfRules
        from line in (IEnumerable<string>)
        [
            .. Train<T, None>(rule, length, default, PenaltyMode.Coupled, default),
            .. Train<T, L1>(rule, length, new(Strength), PenaltyMode.Proximal, default),
            .. Train<T, L2>(rule, length, new(Strength), PenaltyMode.Decoupled, default),
            .. Train<T, L2>(rule, length, new(Strength), PenaltyMode.Cautious, default),
            .. Train<T, ElasticNet>(rule, length, new(Strength, OtherStrength), PenaltyMode.Coupled, default),
            .. Train<T, ElasticNet>(rule, length, new(Strength, OtherStrength), PenaltyMode.Proximal, _options),
        ]
        select line;

    private static IEnumerable<string> Train<T, TPenalty>(
        RuleCase rule, int length, TPenalty penalty, PenaltyMode mode, StepOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
    {
        var (weights, _) = WeightsAndGradients<T>(length);
        var state = rule.State<T>(LearningRate, length);
        for (var step = 1; step <= Steps; step++)
        {
            var gradients = new GoldenInputs(seed: 4 + (ulong)step).Wild<T>(length);
            rule.Step(penalty, LearningRate, mode, weights, gradients, state.Spans, options);
        }

        var name = $"{rule}.Step {typeof(TPenalty).Name}.{mode}{(options == default ? "" : ", scaled, climbing, keeping zeros")}";
        yield return Line<T>(name, length, weights);
        for (var slot = 0; slot < rule.StateCount; slot++)
        {
            yield return Line<T>($"{name}, state {slot}", length, state[slot]);
        }
    }
}
