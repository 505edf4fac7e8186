using System.Numerics;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Widths;

/// <content>What penalties with structure make of the golden inputs: weights and state after three steps, norms, gradients and sums.</content>
internal static partial class GoldenCases
{
    // Under these, every rule; under others, one for each number of state.
    private const string Rows = "rows of 4";

    // Two of the widest vectors and a tail, listed; and many, hashed. Each is a whole number of rows of four.
    private static readonly int[] _lengthsOfStructure = [36, 5_200];

    private static IEnumerable<string> Structured<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        from length in _lengthsOfStructure
        from line in (IEnumerable<string>)
        [
            .. OverGroups<T>(length, Rows, WeightGroups.Rows(4)),
            .. OverGroups<T>(length, "4 columns", WeightGroups.Columns(4)),
            .. OverGroups<T>(length, "one group", WeightGroups.All),
            .. OverGroups<T>(length, "offsets", WeightGroups.FromOffsets(0, 1, 18, 18, length)),
        ]
        select line;

    private static IEnumerable<string> OverGroups<T>(int length, string shape, WeightGroups groups)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var factors = Enumerable.Range(0, length).Select(i => (i % 5) / 4f).ToArray();
        var (lasso, sparse) = (new GroupLasso(Strength, scalesWithSize: true).Over(groups), new SparseGroupLasso(Strength / 4, Strength).Over(groups));
        var bound = new MaxNorm(OtherStrength).Over(groups);
        var (weights, norms) = (new GoldenInputs(seed: 1).Tame<T>(length), new T[groups.CountFor(length)]);
        groups.Norms<T>(weights, norms);
        yield return Line<T>($"Norms, {shape}", length, norms);
        yield return Line($"Penalty.Sum SparseGroupLasso, {shape}", length, Penalty.Sum(weights, sparse));
        foreach (var rule in shape == Rows ? RuleTable.All : RuleTable.OfEachStateCount)
        {
            foreach (var line in (IEnumerable<string>)
                [
                    .. TrainStructured<T, Grouped<GroupLasso, L1>>(rule, length, $"SparseGroupLasso.Proximal, {shape}", sparse, PenaltyMode.Proximal),
                    .. TrainStructured<T, Constrained<Grouped<GroupLasso, None>, Grouped<MaxNorm, None>>>(rule, length, $"GroupLasso.Decoupled within MaxNorm, {shape}", lasso.Within(bound), PenaltyMode.Decoupled),
                ])
            {
                yield return line;
            }
        }

        foreach (var rule in RuleTable.OfEachStateCount)
        {
            foreach (var line in (IEnumerable<string>)
                [
                    .. TrainStructured<T, Grouped<GroupRidge, None>>(rule, length, $"GroupRidge.Coupled, {shape}", new GroupRidge(Strength).Over(groups), PenaltyMode.Coupled),
                    .. shape != Rows ? [] : TrainStructured<T, Factored<ElasticNet, float>>(
                        rule, length, "ElasticNet with factors.Proximal", new ElasticNet(Strength, OtherStrength).WithFactors(factors), PenaltyMode.Proximal),
                ])
            {
                yield return line;
            }
        }
    }

    private static IEnumerable<string> TrainStructured<T, TPenalty>(RuleCase rule, int length, string name, TPenalty penalty, PenaltyMode mode)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
    {
        // A NaN in a group would hide all of it: numbers whose squares can be summed.
        var weights = new GoldenInputs(seed: 1).Tame<T>(length);
        var state = rule.State<T>(LearningRate, length);
        for (var step = 1; step <= Steps; step++)
        {
            rule.Step(penalty, LearningRate, mode, weights, new GoldenInputs(seed: 4 + (ulong)step).Tame<T>(length), state.Spans, step == Steps ? _options : default);
        }

        yield return Line<T>($"{rule}.Step {name}", length, weights);
        for (var slot = 0; slot < rule.StateCount; slot++)
        {
            yield return Line<T>($"{rule}.Step {name}, state {slot}", length, state[slot]);
        }
    }
}
