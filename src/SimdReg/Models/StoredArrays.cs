namespace SimdReg;

/// <summary>Adds arrays to a <see cref="ParameterSet{T}"/> whose weights and gradients are stored as <see langword="float"/>, <see cref="BFloat16"/> or <see cref="Half"/>, each in any of these formats.</summary>
public static class StoredArrays
{
    /// <summary>Adds an array with a penalty in a mode.</summary>
    /// <typeparam name="TRule">The update rule.</typeparam>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <typeparam name="TMode">The mode: how the penalty enters the step.</typeparam>
    /// <param name="set">The set.</param>
    /// <param name="weights">w. May be empty.</param>
    /// <param name="gradients">g: as long as <paramref name="weights"/>. Only read.</param>
    /// <param name="rule">The update rule.</param>
    /// <param name="term">The penalty and its mode, as in <c>new L2(strength).Decoupled()</c>.</param>
    /// <param name="storage">
    /// How the state is stored, and new weights and state are rounded. Its <see cref="NumberStorage.FirstIndex"/> is increased by the lengths of the
    /// arrays before, each rounded up to a multiple of 256, so that arrays with one seed are rounded independently.
    /// </param>
    /// <returns>The optimizer of the array, to change its rule, its penalty or its options later.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <inheritdoc cref="ParameterSet{T}.Add{TRule, TPenalty, TMode}(Memory{T}, ReadOnlyMemory{T}, TRule, PenaltyTerm{TPenalty, TMode})" path="/exception"/>
    public static Optimizer<float, TRule, TPenalty, TMode> Add<TRule, TPenalty, TMode>(
        this ParameterSet<float> set,
        StoredMemory weights,
        StoredMemory gradients,
        TRule rule,
        PenaltyTerm<TPenalty, TMode> term,
        NumberStorage storage)
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(weights);
        var optimizer = Optimizer<float>.Create(
            rule, term, weights.Length, storage with { FirstIndex = storage.FirstIndex + set.NextIndex });
        set.Add(weights, gradients, optimizer);
        return optimizer;
    }

    /// <summary>Adds an array with a coupled penalty, whose gradient is added to that of the data.</summary>
    /// <typeparam name="TRule">The update rule.</typeparam>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <param name="set">The set.</param>
    /// <param name="weights">w. May be empty.</param>
    /// <param name="gradients">g: as long as <paramref name="weights"/>. Only read.</param>
    /// <param name="rule">The update rule.</param>
    /// <param name="penalty">The penalty.</param>
    /// <param name="storage">As for a penalty in a mode.</param>
    /// <inheritdoc cref="Add{TRule, TPenalty, TMode}" path="/returns|/exception"/>
    public static Optimizer<float, TRule, TPenalty, Coupled> Add<TRule, TPenalty>(
        this ParameterSet<float> set, StoredMemory weights, StoredMemory gradients, TRule rule, TPenalty penalty, NumberStorage storage)
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty =>
        set.Add(weights, gradients, rule, penalty.Coupled(), storage);

    /// <summary>Adds an array without a penalty.</summary>
    /// <inheritdoc cref="Add{TRule, TPenalty, TMode}"/>
    public static Optimizer<float, TRule, None, Coupled> Add<TRule>(
        this ParameterSet<float> set, StoredMemory weights, StoredMemory gradients, TRule rule, NumberStorage storage)
        where TRule : struct, IUpdateRule<TRule> =>
        set.Add(weights, gradients, rule, default(None).Coupled(), storage);

    /// <summary>Adds an array with an optimizer that was created with a <see cref="NumberStorage"/>.</summary>
    /// <param name="set">The set.</param>
    /// <param name="weights">w. May be empty.</param>
    /// <param name="gradients">g: as long as <paramref name="weights"/>. Only read.</param>
    /// <param name="optimizer">The optimizer, created for as many weights. It keeps its state and its number of steps.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">The optimizer was created without a storage. Nothing has been added.</exception>
    /// <inheritdoc cref="ParameterSet{T}.Add(Memory{T}, ReadOnlyMemory{T}, Optimizer{T})" path="/exception"/>
    public static void Add(this ParameterSet<float> set, StoredMemory weights, StoredMemory gradients, Optimizer<float> optimizer)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(optimizer);
        optimizer.RequireLoops();
        set.AddPieces(new(weights), new(gradients), optimizer);
    }
}
