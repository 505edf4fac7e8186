using System.Numerics;
using SimdReg.Sums;

namespace SimdReg;

/// <summary>Measures weights: norms, counts and extremes in one pass.</summary>
public static class WeightSums
{
    /// <summary>Σ|w|, Σw², max |w|, the number of non-zeros and of non-finite weights, in one pass.</summary>
    /// <remarks>Both sums are correctly rounded, as in <see cref="Penalty.Sum{T, TPenalty}(ReadOnlySpan{T}, TPenalty, int)"/>. The counts are exact.</remarks>
    /// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <param name="weights">w. May be empty.</param>
    /// <param name="maxDegreeOfParallelism">The number of threads that may work at once: at least 1. The result has the same bits for any number. A sum is shared in blocks of 1 MiB.</param>
    /// <returns>The sums, counts and extremes; all 0 for no weights.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static WeightSums<T> Measure<T>(ReadOnlySpan<T> weights, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Element<T>.Require();
        Guard.AtLeastOne(maxDegreeOfParallelism);
        return SpanSums.Measure(weights, maxDegreeOfParallelism);
    }

    /// <inheritdoc cref="Measure{T}(ReadOnlySpan{T}, int)"/>
    // C# before 14 and F# do not infer T of a span from an array.
    public static WeightSums<T> Measure<T>(T[] weights, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(weights);
        return Measure((ReadOnlySpan<T>)weights, maxDegreeOfParallelism);
    }

    /// <summary>Σ|w|, Σw², max |w|, the number of non-zeros and of non-finite weights, over weights in any format.</summary>
    /// <param name="weights">w. May be empty.</param>
    /// <param name="maxDegreeOfParallelism">The number of threads that may work at once: at least 1. The result has the same bits for any number.</param>
    /// <returns>The sums, correctly rounded to float, the counts and extremes; all 0 for no weights.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1.</exception>
    public static WeightSums<float> Measure(ReadOnlyStoredSpan weights, int maxDegreeOfParallelism = 1) =>
        NarrowSums.Measure(weights, Guard.AtLeastOne(maxDegreeOfParallelism));
}
