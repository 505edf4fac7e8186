using System.Numerics;
using SimdReg.Sums;

namespace SimdReg;

/// <summary>Clipping by the global norm: if ‖g‖ exceeds a limit c, a step multiplies every gradient by c/‖g‖.</summary>
/// <remarks>
/// <para>
/// One pass over the gradients computes the norm and finds non-finite gradients; the step itself applies the scale. Nothing is written
/// back to the gradients.
/// </para>
/// <code>
/// var squares = GradientClipping.SumOfSquares(gradients);
/// if (float.IsFinite(squares))
/// {
///     var options = new StepOptions { GradientScale = GradientClipping.ScaleFor(squares, maxNorm: 1) };
///     adam.Step(weights, gradients, state, options);
/// }
/// </code>
/// <para>
/// If the loss was multiplied by S, the gradients and so the limit are S times as large, and the scale also divides by S:
/// <c>GradientScale = GradientClipping.ScaleFor(squares, maxNorm * lossScale) / lossScale</c>.
/// </para>
/// <para>For several spans, add up their sums in <see langword="double"/>.</para>
/// <para>
/// Source: Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", ICML 2013. PyTorch's
/// <c>clip_grad_norm_</c> adds 10⁻⁶ to the norm; this does not.
/// </para>
/// </remarks>
public static class GradientClipping
{
    /// <summary>Σg², the square of the L2 norm, correctly rounded.</summary>
    /// <remarks>
    /// A finite result means that every gradient is finite. NaN if a gradient is NaN; otherwise infinite if one is infinite, or if the sum is
    /// beyond the largest <typeparamref name="T"/>: for <see langword="float"/>, a norm above 1.8·10¹⁹.
    /// </remarks>
    /// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <param name="gradients">g. May be empty.</param>
    /// <param name="maxDegreeOfParallelism">The number of threads that may work at once: at least 1. The result has the same bits for any number. A sum is shared in blocks of 1 MiB.</param>
    /// <returns>The sum; 0 for no gradients.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static T SumOfSquares<T>(ReadOnlySpan<T> gradients, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Element<T>.Require();
        Guard.AtLeastOne(maxDegreeOfParallelism);
        return SpanSums.Of(gradients, NormStrengths.OfSquares, maxDegreeOfParallelism);
    }

    /// <inheritdoc cref="SumOfSquares{T}(ReadOnlySpan{T}, int)"/>
    // C# before 14 and F# do not infer T of a span from an array.
    public static T SumOfSquares<T>(T[] gradients, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(gradients);
        return SumOfSquares((ReadOnlySpan<T>)gradients, maxDegreeOfParallelism);
    }

    /// <summary>Σg², the square of the L2 norm, correctly rounded to float, over gradients in any format.</summary>
    /// <param name="gradients">g. May be empty.</param>
    /// <param name="maxDegreeOfParallelism">The number of threads that may work at once: at least 1. The result has the same bits for any number.</param>
    /// <returns>The sum; 0 for no gradients. A finite result means that every gradient is finite.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1.</exception>
    public static float SumOfSquares(ReadOnlyStoredSpan gradients, int maxDegreeOfParallelism = 1) =>
        NarrowSums.Of(gradients, NormStrengths.OfSquares, Guard.AtLeastOne(maxDegreeOfParallelism));

    /// <summary>min(1, c/√Σg²): the <see cref="StepOptions.GradientScale"/> that limits the norm to c.</summary>
    /// <param name="squares">Σg² over all gradients that are clipped together: finite, at least 0.</param>
    /// <param name="maxNorm">c, the limit of the norm: above 0. Infinity clips nothing.</param>
    /// <returns>The scale: above 0, at most 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="squares"/> is NaN, negative or infinite, or <paramref name="maxNorm"/> is NaN, 0 or below.</exception>
    public static double ScaleFor(double squares, double maxNorm)
    {
        if (!(squares is >= 0 and <= double.MaxValue))
        {
            throw new ArgumentOutOfRangeException(nameof(squares), squares, $"{nameof(squares)} must be finite and at least 0: a gradient is not finite, or the sum of squares exceeds the largest number.");
        }

        return maxNorm > 0
            ? Math.Min(1, maxNorm / Math.Sqrt(squares + 0.0)) // Turns −0 into +0: its root would be −0, and the quotient −∞.
            : throw new ArgumentOutOfRangeException(nameof(maxNorm), maxNorm, $"{nameof(maxNorm)} must be above 0.");
    }
}
