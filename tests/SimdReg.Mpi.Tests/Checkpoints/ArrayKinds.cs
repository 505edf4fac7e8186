using System.Numerics;

namespace SimdReg.Mpi.Tests;

/// <summary>Ways to add an array to a set: rules with no to three numbers of state, groups, and every narrow storage.</summary>
internal static class ArrayKinds
{
    private static readonly NumberFormat[] _stateFormats = [NumberFormat.Single, NumberFormat.BFloat16, NumberFormat.Half, NumberFormat.EightBit];
    private static readonly bool[] _flags = [false, true];
    private static readonly Func<float[], StoredMemory>[] _weightFormats = [Singles, BFloat16s, Halves];

    public static IReadOnlyList<Action<ShardedSet<T>, T[]>> All<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. Plain<T>(), .. Stored().OfType<Action<ShardedSet<T>, T[]>>()];

    private static IEnumerable<Action<ShardedSet<T>, T[]>> Plain<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [
            (set, weights) => set.Add(weights, new Sgd(0.1)),
            (set, weights) => set.Add(weights, new Momentum(0.1, 0.9), new L2(0.01)),
            (set, weights) => set.Add(weights, new Adam(0.01), new L1(0.001).Proximal()),
            (set, weights) => set.Add(weights, new AmsGrad(0.01), new ElasticNet(0.001, 0.002).Decoupled()),
            (set, weights) => set.Add(weights, new Adagrad(0.1, initialAccumulator: 0.5)),
            (set, weights) => set.Add(weights, new OptimizerSettings { Rule = "ftrl", LearningRate = 0.1, Penalty = "l1", Strength = 0.01, Mode = "proximal" }),
            (set, weights) => set.Add(WholeRows(weights), new Momentum(0.1, 0.9), new GroupLasso(0.01).Over(WeightGroups.Rows(10)).Proximal()),
            (set, weights) => set.Add(WholeRows(weights), new Adam(0.01), new GroupLasso(0.01).Over(WeightGroups.Columns(10)).Proximal()),
        ];

    /// <summary>Every format of weights with every rounding and every format of state.</summary>
    private static IEnumerable<Action<ShardedSet<float>, float[]>> Stored() =>
        from weights in _weightFormats
        from rounding in Enum.GetValues<WeightRounding>()
        from format in _stateFormats
        from isStochastic in _flags
        let storage = new NumberStorage(format) { Weights = rounding, HasStochasticState = isStochastic, Seed = 7 }
        select new Action<ShardedSet<float>, float[]>((set, array) => set.Add(weights(array), new Adam(0.01), new L2(0.01).Decoupled(), storage));

    private static Memory<T> WholeRows<T>(T[] weights) => weights.AsMemory(0, weights.Length / 10 * 10);

    private static StoredMemory Singles(float[] weights) => weights;

    private static StoredMemory BFloat16s(float[] weights) => weights.Select(weight => (BFloat16)weight).ToArray();

    private static StoredMemory Halves(float[] weights) => weights.Select(weight => (Half)weight).ToArray();
}
