using System.Text.Json.Serialization;

namespace SimdReg;

/// <summary>What a step amounts to: found in the same pass by <c>MeasuredStep</c>.</summary>
/// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public readonly record struct StepMeasure<T>
    where T : unmanaged
{
    /// <summary>The weights w′ after the step, as from <see cref="WeightSums.Measure{T}(ReadOnlySpan{T}, int)"/>.</summary>
    public required WeightSums<T> Weights { get; init; }

    /// <summary>
    /// Σg², the square of the L2 norm of the data gradients as they were given: unscaled and without a penalty's. Correctly
    /// rounded. NaN where a gradient is NaN, else infinite where one is infinite or the sum is beyond the largest <typeparamref name="T"/>.
    /// </summary>
    public required T SumOfGradientSquares { get; init; }

    /// <summary>
    /// max |w′ − w|, the farthest that a weight went: each difference rounded once, and w a zero where it is below the smallest
    /// normal number, as the step reads it. 0 for no weights. NaN where a weight is NaN or infinite after the step; else infinite where
    /// one was infinite before it, or a difference is beyond the largest <typeparamref name="T"/>. A weight that was NaN before and
    /// no longer is does not count.
    /// </summary>
    public required T MaxChange { get; init; }

    /// <summary>How many weights are zero that were not before. A weight below the smallest normal number counts as zero: the step reads it so.</summary>
    public required long NewZeroCount { get; init; }
}
