using SimdReg.Models;
using SimdReg.Sums;
using SimdReg.Threading;

namespace SimdReg;

/// <content>Sums.</content>
public sealed partial class ParameterSet<T>
{
    /// <summary>Σ|w|, Σw² and more over the weights of all arrays, with the same bits as <see cref="WeightSums.Measure{T}(ReadOnlySpan{T}, int)"/> of one array that contains them all.</summary>
    /// <param name="maxDegreeOfParallelism">The number of threads that may work at once: at least 1. The result has the same bits for any number.</param>
    /// <returns>The sums, counts and extremes.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1.</exception>
    /// <exception cref="InvalidOperationException">Another call of this set is running.</exception>
    public WeightSums<T> Measure(int maxDegreeOfParallelism = 1)
    {
        using var call = new ExclusiveCall(_call);
        Guard.AtLeastOne(maxDegreeOfParallelism);
        var sums = Share<ReductionWork<T, MeasureReduction<T>, WeightTally<T>>, WeightTally<T>>(new(areGradients: false, _anyStored), maxDegreeOfParallelism);
        Span<T> buffer = _anyStored ? stackalloc T[StoredBlocks.BufferLength] : default;
        return SpanSums.Rounded<T, PartBlocks<T>>(sums, Blocks(areGradients: false, buffer));
    }

    /// <summary>Σg² over the gradients of all arrays, correctly rounded: the square of the global norm.</summary>
    /// <returns>The sum over the unscaled gradients.</returns>
    /// <inheritdoc cref="Measure"/>
    public T SumOfGradientSquares(int maxDegreeOfParallelism = 1)
    {
        using var call = new ExclusiveCall(_call);
        Guard.AtLeastOne(maxDegreeOfParallelism);
        var norms = NormStrengths.OfSquares;
        var squares = Share<ReductionWork<T, NormReduction<T, SquareTerm>, BoundedSum>, BoundedSum>(new(areGradients: true, _anyStored), maxDegreeOfParallelism);
        Span<T> buffer = _anyStored ? stackalloc T[StoredBlocks.BufferLength] : default;
        return SpanSums.Rounded<T, PartBlocks<T>>(
            Certificate.Enclose<T>(default, squares, norms), Blocks(areGradients: true, buffer), norms);
    }

    /// <summary>The sum of the penalties of all arrays.</summary>
    /// <remarks>
    /// The sum of each array is that of <see cref="Penalty.Sum{T, TPenalty}(ReadOnlySpan{T}, TPenalty, int)"/>, a <typeparamref name="T"/>. These
    /// sums are added in twice the precision of a double and rounded once. So the result is as accurate as the sum of each array, not the
    /// correctly rounded sum over one array that contains them all.
    /// </remarks>
    /// <param name="maxDegreeOfParallelism">The number of threads that may work at once on an array: at least 1. The result has the same bits for any number.</param>
    /// <returns>The sum, as a double for both element types.</returns>
    /// <inheritdoc cref="Measure" path="/exception"/>
    public double PenaltySum(int maxDegreeOfParallelism = 1)
    {
        using var call = new ExclusiveCall(_call);
        Guard.AtLeastOne(maxDegreeOfParallelism);
        var total = default(PenaltyTotal<T>);
        foreach (var array in Span)
        {
            total.Add(array.Optimizer, array.WeightMemory, maxDegreeOfParallelism);
        }

        return total.Value;
    }

    private PartBlocks<T> Blocks(bool areGradients, Span<T> buffer) => new(Parts(0, WeightCount), areGradients, buffer);
}
