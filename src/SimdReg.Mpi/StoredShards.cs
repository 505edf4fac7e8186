using SimdReg.Optimizers;

namespace SimdReg.Mpi;

/// <summary>Adds arrays to a <see cref="ShardedSet{T}"/> whose weights are stored as <see langword="float"/>, <see cref="BFloat16"/> or <see cref="Half"/>, with state in given formats.</summary>
public static class StoredShards
{
    /// <summary>Adds an array with a penalty in a mode.</summary>
    /// <typeparam name="TRule">The update rule.</typeparam>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <typeparam name="TMode">The mode: how the penalty enters the step.</typeparam>
    /// <param name="set">The set.</param>
    /// <param name="weights">w, all weights of the array, the same on every rank. May be empty.</param>
    /// <param name="rule">The update rule.</param>
    /// <param name="term">The penalty and its mode, as in <c>new L2(strength).Decoupled()</c>.</param>
    /// <param name="storage">As in <see cref="StoredArrays.Add{TRule, TPenalty, TMode}"/>, with the same bits as in a <see cref="ParameterSet{T}"/> with the same arrays.</param>
    /// <returns>The array, to which this rank adds its gradients.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <inheritdoc cref="ShardedSet{T}.Add{TRule, TPenalty, TMode}" path="/exception"/>
    public static ShardedArray<float> Add<TRule, TPenalty, TMode>(
        this ShardedSet<float> set, StoredMemory weights, TRule rule, PenaltyTerm<TPenalty, TMode> term, NumberStorage storage)
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(weights);
        var own = storage with { FirstIndex = storage.FirstIndex + set.NextIndex };
        return set.AddNew(new(weights), piece => StoredPieceMaker.Create<float, TRule, TPenalty, TMode>(rule, term, piece, own));
    }

    /// <summary>Adds an array with a rule and a penalty by name.</summary>
    /// <param name="set">The set.</param>
    /// <param name="weights">w, all weights of the array, the same on every rank. May be empty.</param>
    /// <param name="settings">The names and numbers.</param>
    /// <param name="storage">As for a penalty in a mode.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <inheritdoc cref="Add{TRule, TPenalty, TMode}" path="/returns"/>
    public static ShardedArray<float> Add(this ShardedSet<float> set, StoredMemory weights, OptimizerSettings settings, NumberStorage storage)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(settings);
        var own = storage with { FirstIndex = storage.FirstIndex + set.NextIndex };
        return set.AddNew(new(weights), piece => SettingsReader.Create<float, StoredPieceMaker>(settings, new(piece, own)));
    }
}
