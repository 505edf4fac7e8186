namespace SimdReg;

/// <summary>Steps over weights and gradients that are stored as <see langword="float"/>, <see cref="BFloat16"/> or <see cref="Half"/>, each in any of these formats.</summary>
/// <remarks>
/// The optimizer is one created with a <see cref="NumberStorage"/>:
/// <code>
/// var optimizer = Optimizer&lt;float&gt;.Create(new Adam(0.001), new L2(0.01).Decoupled(), weights.Length, new NumberStorage(NumberFormat.BFloat16));
/// optimizer.Step(weights, gradients);   // BFloat16[]
/// </code>
/// </remarks>
public static class StoredSteps
{
    /// <summary>Takes one step: the step of the widened numbers, each result rounded once to its format.</summary>
    /// <param name="optimizer">The optimizer, created with a <see cref="NumberStorage"/>.</param>
    /// <param name="weights">w, updated in place: as many as the optimizer has.</param>
    /// <param name="gradients">g, the gradient of the data loss with respect to each weight: as long as <paramref name="weights"/>.</param>
    /// <param name="options">Options of this step, in addition to <see cref="Optimizer{T}.Options"/>.</param>
    /// <exception cref="ArgumentException">A span has another length than the optimizer has weights, or the spans overlap without being the same. Nothing has been written.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="optimizer"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The optimizer was created without a storage, its rule is <c>default</c>, or another step of it is running. Nothing has been written.</exception>
    public static void Step(this Optimizer<float> optimizer, StoredSpan weights, ReadOnlyStoredSpan gradients, StepOptions options = default)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        optimizer.StepStored(weights, gradients, options);
    }

    /// <summary>Takes one step if every gradient is finite. Otherwise nothing changes.</summary>
    /// <returns><see langword="true"/> if the step was taken, <see langword="false"/> if a gradient is NaN or infinite.</returns>
    /// <inheritdoc cref="Step"/>
    public static bool TryStep(this Optimizer<float> optimizer, StoredSpan weights, ReadOnlyStoredSpan gradients, StepOptions options = default)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return optimizer.TryStepStored(weights, gradients, options);
    }

    /// <summary>Takes one step and measures it: the weights as stored, and the gradients.</summary>
    /// <returns>The measures of the step: norms, zeros and extremes of the new weights, the norm of the gradients, the largest change.</returns>
    /// <inheritdoc cref="Step"/>
    public static StepMeasure<float> MeasuredStep(this Optimizer<float> optimizer, StoredSpan weights, ReadOnlyStoredSpan gradients, StepOptions options = default)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return optimizer.MeasuredStepStored(weights, gradients, options);
    }

    /// <summary>Σ p(w), the value of the optimizer's penalty over weights in any format.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="weights">w. Any number of them.</param>
    /// <param name="maxDegreeOfParallelism">The number of threads that may work at once: at least 1.</param>
    /// <returns>The sum, correctly rounded for <see cref="L1"/>, <see cref="L2"/> and <see cref="ElasticNet"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="optimizer"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1.</exception>
    public static float PenaltySum(this Optimizer<float> optimizer, ReadOnlyStoredSpan weights, int maxDegreeOfParallelism = 1)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return optimizer.PenaltySumStored(weights, Guard.AtLeastOne(maxDegreeOfParallelism));
    }

    /// <summary>Starts <see cref="Ftrl"/> from given weights in any format. Other rules need no start, and nothing changes.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="weights">w: as many as the optimizer has.</param>
    /// <exception cref="ArgumentNullException"><paramref name="optimizer"/> is null.</exception>
    /// <inheritdoc cref="Optimizer{T}.WarmStart" path="/exception"/>
    public static void WarmStart(this Optimizer<float> optimizer, ReadOnlyStoredSpan weights)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        var floats = new float[weights.Length];
        weights.CopyTo(floats);
        optimizer.WarmStart(floats);
    }
}
