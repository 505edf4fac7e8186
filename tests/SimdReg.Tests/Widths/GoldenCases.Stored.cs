using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Widths;

/// <content>What steps over stored numbers make of the golden inputs: weights and state, widened, after three steps of every rule.</content>
internal static partial class GoldenCases
{
    // The last of these indices have another upper half.
    private const long FirstIndex = (1L << 32) - 256;

    private static IEnumerable<string> Stored() =>
        from rule in RuleTable.All
        from length in _lengthsOfRules
        from line in (IEnumerable<string>)
        [
            .. Train<ElasticNet>(rule, length, new(Strength, OtherStrength), PenaltyMode.Proximal, NumberFormat.BFloat16, NumberFormat.BFloat16, new(NumberFormat.BFloat16)
            {
                Weights = WeightRounding.Stochastic,
                HasStochasticState = true,
                Seed = 1,
                FirstIndex = FirstIndex,
            }),
            .. Train<L2>(rule, length, new(Strength), PenaltyMode.Decoupled, NumberFormat.Single, NumberFormat.BFloat16, new(NumberFormat.EightBit)),
            .. Train<L2>(rule, length, new(Strength), PenaltyMode.Cautious, NumberFormat.BFloat16, NumberFormat.BFloat16, default),
            .. Train<L1>(rule, length, new(Strength), PenaltyMode.Coupled, NumberFormat.Half, NumberFormat.Half, new()
            {
                First = NumberFormat.Half,
                Second = NumberFormat.EightBit,
                Third = NumberFormat.BFloat16,
                Weights = WeightRounding.Kahan,
                HasStochasticState = true,
                Seed = 2,
            }),
            .. Train<None>(rule, length, default, PenaltyMode.Coupled, NumberFormat.BFloat16, NumberFormat.Single, new(NumberFormat.BFloat16) { Weights = WeightRounding.MasterCopy }),
        ]
        select line;

    private static IEnumerable<string> Train<TPenalty>(
        RuleCase rule, int length, TPenalty penalty, PenaltyMode mode, NumberFormat ofWeights, NumberFormat ofGradients, NumberStorage storage)
        where TPenalty : struct, IPenalty
    {
        var weights = new StoredArray(ofWeights, new GoldenInputs(seed: 1).Wild<float>(length));
        var optimizer = rule.Optimizer(penalty, LearningRate, mode, length, storage);
        for (var step = 1; step <= Steps; step++)
        {
            optimizer.Step(weights.Span, new StoredArray(ofGradients, new GoldenInputs(seed: 4 + (ulong)step).Wild<float>(length)).Span);
        }

        var name = $"{rule}.Step {typeof(TPenalty).Name}.{mode}, {storage.Weights} {ofWeights}, gradients {ofGradients}";
        yield return Line<float>(name, length, weights.Numbers);
        for (var slot = 0; slot < rule.StateCount; slot++)
        {
            var state = new float[length];
            optimizer.CopyState(slot, state);
            yield return Line<float>($"{name}, state {slot}", length, state);
        }
    }
}
