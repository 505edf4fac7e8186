using System.Numerics;

namespace SimdReg.Mpi.Tests;

/// <summary>Every rule, every penalty in every mode, every structure, and the formats of weights and state.</summary>
internal static class ArrayCases
{
    /// <summary>All of them but stored ones.</summary>
    public static ArrayCase<T>[] Plain<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. Rules<T>(), .. Penalties<T>(), .. Groups<T>(), .. Constraints<T>()];

    public static IEnumerable<ArrayCase<T>> Rules<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
    [
        Of<T, Sgd, None, Coupled>(new(0.1), default(None).Coupled()),
        Of<T, Momentum, L2, Coupled>(new(0.1, 0.9), new L2(0.01).Coupled()),
        Of<T, NesterovMomentum, L1, Proximal>(new Momentum(0.1, 0.9).Nesterov(), new L1(0.05).Proximal()),
        Of<T, DampenedMomentum, L2, Decoupled>(new Momentum(0.1, 0.9).Dampened(0.3), new L2(0.05).Decoupled()),
        Of<T, Adam, ElasticNet, Proximal>(new(0.01), new ElasticNet(0.01, 0.02).Proximal()),
        Of<T, AmsGrad, L2, Cautious>(new Adam(0.01).AmsGrad(), new L2(0.1).Cautious()),
        Of<T, Adagrad, L1, Proximal>(new(0.1, 0.1), new L1(0.01).Proximal()),
        Of<T, RmsProp, L2, Decoupled>(new(0.01), new L2(0.01).Decoupled()),
        Of<T, CenteredRmsProp, None, Coupled>(new RmsProp(0.01).Centered(), default(None).Coupled()),
        Of<T, RmsPropMomentum, L1, Coupled>(new RmsProp(0.01).WithMomentum(0.8), new L1(0.01).Coupled()),
        Of<T, CenteredRmsPropMomentum, L2, Coupled>(new RmsProp(0.01).Centered().WithMomentum(0.8), new L2(0.01).Coupled()),
        Of<T, Lion, ElasticNet, Coupled>(new(0.001), new ElasticNet(0.001, 0.002).Coupled()),
        Of<T, Ftrl, L1, Proximal>(new(0.1, 1, 0.05, 0.5), new L1(0.01).Proximal()),
        new NamedCase<T>(new() { Rule = "adamw", LearningRate = 0.01, Penalty = "l2", Strength = 0.1 }),
        new NamedCase<T>(new() { Rule = "ftrl", LearningRate = 0.1, Penalty = "l1", Strength = 0.01, Mode = "proximal" }),
    ];

    public static IEnumerable<ArrayCase<T>> Penalties<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
    [
        .. AllModes<T, L1>(new(0.02)),
        .. AllModes<T, L2>(new(0.05)),
        .. AllModes<T, ElasticNet>(new(0.01, 0.03)),
        .. AllModes<T, Huber>(new(0.1, 0.2)),
        .. AllModes<T, Mcp>(new(0.1, 2.7)),
        .. AllModes<T, Scad>(new(0.1, 3.7)),
        .. AllModes<T, LogSum>(new(0.05, 0.3)),
        Of<T, Adam, HardThreshold, Proximal>(new(0.01), new HardThreshold(0.1).Proximal()),
        Of<T, Adam, Box, Proximal>(new(0.1), new Box(-0.1, 0.3).Proximal()),
        Of<T, Sgd, NonNegative, Proximal>(new(0.1), default(NonNegative).Proximal()),
        Of<T, Sgd, NonNegative<L1>, Proximal>(new(0.1), new L1(0.01).NonNegative().Proximal()),
    ];

    public static IEnumerable<ArrayCase<T>> Groups<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
    [
        .. OverGroups<T, GroupLasso>(new(0.5), WeightGroups.Rows(7), 7),
        .. OverGroups<T, GroupRidge>(new(0.5, scalesWithSize: true), WeightGroups.Rows(300), 300),
        .. OverGroups<T, GroupLasso>(new(0.5), WeightGroups.Columns(50), 50),
        .. OverGroups<T, GroupLasso>(new(2), WeightGroups.All, 1),
        Of<T, Adam, Grouped<GroupLasso, None>, Proximal>(new(0.01), new GroupLasso(0.2).Over(WeightGroups.FromOffsets(0, 1, 200, 200, 900, 1000, 1700)).Proximal(), length: 1700),
        Of<T, Momentum, Grouped<GroupLasso, None>, Proximal>(new(0.1), new GroupLasso(0.2).Over(WeightGroups.FromIndices([5, 0, 700], [1, 899], [3])).Proximal(), length: 900),
        Of<T, Adam, Grouped<GroupLasso, L1>, Proximal>(new(0.01), new SparseGroupLasso(0.01, 0.1).Over(WeightGroups.Rows(100)).Proximal(), 100),
        Of<T, Sgd, Grouped<MaxNorm, None>, Proximal>(new(0.1), new MaxNorm(0.5).Over(WeightGroups.Rows(40)).Proximal(), 40),
        Of<T, Sgd, Grouped<UnitNorm, None>, Proximal>(new(0.1), default(UnitNorm).Over(WeightGroups.Rows(40)).Proximal(), 40),
        Of<T, Adam, Factored<L1, float>, Proximal>(new(0.01), new L1(0.05).WithFactors(Factors(1500)).Proximal(), length: 1500),
        Of<T, Sgd, Factored<L2, float>, Decoupled>(new(0.1), new L2(0.05).WithFactors(Factors(1100)).Decoupled(), length: 1100),
    ];

    public static IEnumerable<ArrayCase<T>> Constraints<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
    [
        Of<T, Sgd, Constrained<None, L1Ball>, Proximal>(new(0.1), default(None).Within(new L1Ball(20)).Proximal()),
        Of<T, Adam, Constrained<L2, L2Ball>, Decoupled>(new(0.1), new L2(0.1).Within(new L2Ball(3)).Decoupled()),
        Of<T, Adam, Constrained<L1, LInfinityBall>, Proximal>(new(0.1), new L1(0.01).Within(new LInfinityBall(0.2)).Proximal()),
        Of<T, Sgd, Constrained<None, Simplex>, Coupled>(new(0.1), default(None).Within(new Simplex(1)).Coupled()),
        Of<T, Momentum, Constrained<None, TopK>, Proximal>(new(0.1), default(None).Within(new TopK(30)).Proximal()),
        Of<T, Sgd, Constrained<None, NMSparsity>, Coupled>(new(0.1), default(None).Within(new NMSparsity(3, 7)).Coupled(), 7),
        Of<T, Sgd, Constrained<L2, Box>, Cautious>(new(0.1), new L2(0.1).Within(new Box(-0.2, 0.1)).Cautious()),
        Of<T, Sgd, Constrained<L2, Grouped<MaxNorm, None>>, Coupled>(new(0.1), new L2(0.1).Within(new MaxNorm(1).Over(WeightGroups.Rows(30))).Coupled(), 30),
        Of<T, Sgd, Constrained<Grouped<GroupLasso, None>, NMSparsity>, Proximal>(
            new(0.1), new GroupLasso(0.1).Over(WeightGroups.Rows(6)).Within(new NMSparsity(2, 4)).Proximal(), 12),
    ];

    /// <summary>Weights and state in narrow formats, in each way of rounding.</summary>
    public static ArrayCase<float>[] Stored() =>
    [
        .. from format in new[] { NumberFormat.Single, NumberFormat.BFloat16, NumberFormat.Half }
           from rounding in Enum.GetValues<WeightRounding>()
           from state in new[] { NumberFormat.EightBit, NumberFormat.BFloat16 }
           let storage = new NumberStorage(state) { Weights = rounding, HasStochasticState = rounding == WeightRounding.Stochastic, Seed = 7 }
           from array in new ArrayCase<float>[]
           {
               new StoredCase<Adam, L2, Decoupled>(format, storage, new(0.01), new L2(0.01).Decoupled()),
               new StoredCase<Momentum, L1, Proximal>(format, storage, new(0.1, 0.9), new L1(0.01).Proximal()),
           }
           select array,
        new StoredCase<Lion, None, Coupled>(NumberFormat.BFloat16, new(NumberFormat.Half) { Seed = 3, FirstIndex = 512 }, new(0.01), default(None).Coupled()),
        new NamedStoredCase(new(NumberFormat.EightBit) { Weights = WeightRounding.Stochastic, Seed = 9 }, new() { Rule = "adam", LearningRate = 0.01 }),
    ];

    private static IEnumerable<ArrayCase<T>> AllModes<T, TPenalty>(TPenalty penalty)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty =>
    [
        Of<T, Adam, TPenalty, Coupled>(new(0.01), penalty.Coupled()),
        Of<T, Sgd, TPenalty, Decoupled>(new(0.1), penalty.Decoupled()),
        Of<T, Momentum, TPenalty, Cautious>(new(0.1), penalty.Cautious()),
        Of<T, Adam, TPenalty, Proximal>(new(0.01), penalty.Proximal()),
    ];

    private static IEnumerable<ArrayCase<T>> OverGroups<T, TGroup>(TGroup penalty, WeightGroups groups, int multiple)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TGroup : struct, IGroupPenalty =>
    [
        Of<T, Adam, Grouped<TGroup, None>, Proximal>(new(0.01), penalty.Over(groups).Proximal(), multiple),
        Of<T, Sgd, Grouped<TGroup, None>, Decoupled>(new(0.1), penalty.Over(groups).Decoupled(), multiple),
        Of<T, Momentum, Grouped<TGroup, None>, Coupled>(new(0.1), penalty.Over(groups).Coupled(), multiple),
    ];

    private static ArrayCase<T, TRule, TPenalty, TMode> Of<T, TRule, TPenalty, TMode>(TRule rule, PenaltyTerm<TPenalty, TMode> term, int multiple = 1, int? length = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode =>
        new(rule, term) { Multiple = multiple, Length = length };

    private static float[] Factors(int count) => [.. Enumerable.Range(0, count).Select(i => i % 5 / 2f)];
}
