using SimdReg.Models;
using SimdReg.Sums;

namespace SimdReg;

/// <content>Sums.</content>
public sealed partial class ParameterSet<TRule, T>
{
    /// <summary>Σ|w|, Σw² and more over the weights of all arrays, to the bit what <see cref="Penalty.Measure{T}(ReadOnlySpan{T}, int)"/> finds in one array of them all.</summary>
    /// <param name="maxDegreeOfParallelism">How many threads may work at once: 1 or more. The bits do not depend on it.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1.</exception>
    /// <exception cref="InvalidOperationException">Another call of this set is running.</exception>
    public WeightSums<T> Measure(int maxDegreeOfParallelism = 1)
    {
        using var call = new ExclusiveCall(ref _isInCall);
        Guard.AtLeastOne(maxDegreeOfParallelism);
        var sums = Share<ReductionWork<TRule, T, MeasureReduction<T>, WeightTally<T>>, WeightTally<T>>(new(areGradients: false), maxDegreeOfParallelism);
        return SpanSums.Rounded<T, PartBlocks<TRule, T>>(sums, Blocks(areGradients: false));
    }

    /// <summary>Σg² over the gradients of all arrays, correctly rounded: the square of the global norm.</summary>
    /// <param name="maxDegreeOfParallelism">How many threads may work at once: 1 or more. The bits do not depend on it.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1.</exception>
    /// <exception cref="InvalidOperationException">Another call of this set is running.</exception>
    public T GradientSquares(int maxDegreeOfParallelism = 1)
    {
        using var call = new ExclusiveCall(ref _isInCall);
        Guard.AtLeastOne(maxDegreeOfParallelism);
        var norms = NormStrengths.OfSquares;
        var squares = Share<ReductionWork<TRule, T, NormReduction<T, SquareTerm>, BoundedSum>, BoundedSum>(new(areGradients: true), maxDegreeOfParallelism);
        return SpanSums.Rounded<T, PartBlocks<TRule, T>>(
            Certificate.Enclose<T>(default, squares, norms), Blocks(areGradients: true), norms);
    }

    /// <summary>What all penalties charge together.</summary>
    /// <remarks>
    /// The charge of each array is that of <see cref="Penalty.Of{T, TPenalty}"/>: for the norms the nearest
    /// <typeparamref name="T"/>. They are added in twice the precision of a double, and rounded once: the error of that is at most
    /// half a unit in the last place and 2⁻⁸⁴ of the result.
    /// </remarks>
    /// <exception cref="InvalidOperationException">Another call of this set is running.</exception>
    public double Charge()
    {
        using var call = new ExclusiveCall(ref _isInCall);
        var (sum, special) = (default(DoubleDouble), 0.0);
        foreach (var array in Span)
        {
            var charge = double.CreateTruncating(array.Charge());
            sum += new DoubleDouble(double.IsFinite(charge) ? charge : 0, 0);
            special += double.IsFinite(charge) ? 0 : charge;
        }

        return special == 0 ? sum.High : special;
    }

    private PartBlocks<TRule, T> Blocks(bool areGradients) => new(Parts(0, WeightCount), areGradients);
}
