using System.Text.Json.Serialization;

namespace SimdReg;

/// <summary>Sums, counts and extremes of weights: computed by <see cref="WeightSums.Measure{T}(ReadOnlySpan{T}, int)"/> and <see cref="ExactWeightSums"/>.</summary>
/// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public readonly record struct WeightSums<T>
    where T : unmanaged
{
    /// <summary>Σ|w|, the L1 norm. NaN or infinite where a weight is.</summary>
    public required T SumOfMagnitudes { get; init; }

    /// <summary>Σw², the square of the L2 norm. NaN or infinite where a weight is.</summary>
    public required T SumOfSquares { get; init; }

    /// <summary>max |w|, the largest magnitude; 0 for no weights, NaN where a weight is NaN.</summary>
    public required T MaxMagnitude { get; init; }

    /// <summary>The number of weights that are not zero. NaN is not zero; −0 is.</summary>
    public required long NonZeroCount { get; init; }

    /// <summary>The number of weights that are NaN or infinite.</summary>
    public required long NonFiniteCount { get; init; }
}
