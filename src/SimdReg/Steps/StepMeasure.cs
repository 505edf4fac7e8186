using System.Text.Json.Serialization;

namespace SimdReg;

/// <summary>The measures of a step, computed in the same pass by <c>MeasuredStep</c>.</summary>
/// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public readonly record struct StepMeasure<T>
    where T : unmanaged
{
    /// <summary>The weights w′ after the step, as from <see cref="WeightSums.Measure{T}(ReadOnlySpan{T}, int)"/>.</summary>
    public required WeightSums<T> Weights { get; init; }

    /// <summary>
    /// Σg², the square of the L2 norm of the data gradients, unscaled and without the penalty. Correctly rounded. NaN where a gradient is
    /// NaN; otherwise infinite where one is infinite or the sum exceeds the largest <typeparamref name="T"/>.
    /// </summary>
    public required T SumOfGradientSquares { get; init; }

    /// <summary>
    /// max |w′ − w|, the largest change of a weight. Each difference is rounded once, and w counts as zero where it is below the smallest
    /// normal number, as the step reads it. 0 for no weights. NaN where a weight is NaN or infinite after the step; otherwise infinite where
    /// a weight was infinite before it, or a difference exceeds the largest <typeparamref name="T"/>. A weight that was NaN before the step
    /// and is not after it does not count.
    /// </summary>
    public required T MaxChange { get; init; }

    /// <summary>The number of weights that became zero in the step. A weight below the smallest normal number counts as zero.</summary>
    public required long NewZeroCount { get; init; }
}
