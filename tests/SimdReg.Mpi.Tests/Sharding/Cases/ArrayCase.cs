using System.Numerics;

namespace SimdReg.Mpi.Tests;

/// <summary>An array of weights with its rule and penalty, which the same call adds to a set of one process and to a sharded one.</summary>
internal abstract class ArrayCase<T>(string name)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What the number of weights must be a multiple of.</summary>
    public int Multiple { get; init; } = 1;

    /// <summary>The only number of weights that the penalty accepts; null for any.</summary>
    public int? Length { get; init; }

    public abstract void AddTo(ParameterSet<T> set, T[] weights, T[] gradients);

    public abstract void AddTo(ShardedSet<T> set, T[] weights);

    public override string ToString() => name;
}

/// <inheritdoc/>
internal sealed class ArrayCase<T, TRule, TPenalty, TMode>(TRule rule, PenaltyTerm<TPenalty, TMode> term) : ArrayCase<T>($"{rule}, {term}")
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TRule : struct, IUpdateRule<TRule>
    where TPenalty : struct, IPenalty
    where TMode : struct, IPenaltyMode
{
    public override void AddTo(ParameterSet<T> set, T[] weights, T[] gradients) => set.Add(weights, gradients, rule, term);

    public override void AddTo(ShardedSet<T> set, T[] weights) => set.Add(weights, rule, term);
}

/// <summary>An array by names.</summary>
internal sealed class NamedCase<T>(OptimizerSettings settings) : ArrayCase<T>($"by name, {settings}")
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void AddTo(ParameterSet<T> set, T[] weights, T[] gradients) => set.Add(weights, gradients, Optimizer<T>.Create(settings, weights.Length));

    public override void AddTo(ShardedSet<T> set, T[] weights) => set.Add(weights, settings);
}

/// <summary>An array whose weights are stored in a format. It begins with the weights rounded to it.</summary>
internal sealed class StoredCase<TRule, TPenalty, TMode>(NumberFormat format, NumberStorage storage, TRule rule, PenaltyTerm<TPenalty, TMode> term)
    : ArrayCase<float>($"{format} with {storage}, {rule}, {term}")
    where TRule : struct, IUpdateRule<TRule>
    where TPenalty : struct, IPenalty
    where TMode : struct, IPenaltyMode
{
    public override void AddTo(ParameterSet<float> set, float[] weights, float[] gradients) =>
        set.Add(Stored(weights), gradients, rule, term, storage);

    public override void AddTo(ShardedSet<float> set, float[] weights) => set.Add(Stored(weights), rule, term, storage);

    private StoredMemory Stored(float[] weights) => format switch
    {
        NumberFormat.BFloat16 => (BFloat16[])[.. weights.Select(weight => (BFloat16)weight)],
        NumberFormat.Half => (Half[])[.. weights.Select(weight => (Half)weight)],
        _ => weights.ToArray(),
    };
}

/// <summary>The same with a rule and a penalty by name.</summary>
internal sealed class NamedStoredCase(NumberStorage storage, OptimizerSettings settings) : ArrayCase<float>($"by name with {storage}, {settings}")
{
    public override void AddTo(ParameterSet<float> set, float[] weights, float[] gradients)
    {
        // Adding with a storage increases the first index by itself; adding an optimizer does not.
        var before = set.Arrays.Sum(array => (array.Optimizer.WeightCount + 255L) / 256 * 256);
        StoredArrays.Add(set, Stored(weights), gradients, Optimizer<float>.Create(settings, weights.Length, storage with { FirstIndex = before }));
    }

    public override void AddTo(ShardedSet<float> set, float[] weights) => set.Add(Stored(weights), settings, storage);

    private static StoredMemory Stored(float[] weights) => (BFloat16[])[.. weights.Select(weight => (BFloat16)weight)];
}
