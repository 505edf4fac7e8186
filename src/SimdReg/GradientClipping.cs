using System.Numerics;
using SimdReg.Sums;

namespace SimdReg;

/// <summary>Clipping by the global norm: where ‖g‖ is above a limit c, every gradient counts c/‖g‖ times.</summary>
/// <remarks>
/// <para>
/// One reading pass finds the norm and whether every gradient is finite, and the step scales on the way: nothing is written
/// back to the gradients.
/// </para>
/// <code>
/// var squares = GradientClipping.Squares&lt;float&gt;(gradients);
/// if (float.IsFinite(squares))
/// {
///     var options = new StepOptions { GradientScale = GradientClipping.ScaleFor(squares, maxNorm: 1) };
///     adam.Step(weights, gradients, state, options);
/// }
/// </code>
/// <para>
/// Of a loss that was multiplied by S the gradients are S times as large, and so is the limit; what is left is divided by S:
/// <c>GradientScale = GradientClipping.ScaleFor(squares, maxNorm * lossScale) / lossScale</c>.
/// </para>
/// <para>Of several spans the norm is that of all together: the squares of each, added up in <see langword="double"/>.</para>
/// <para>
/// Source: Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", ICML 2013. PyTorch's
/// <c>clip_grad_norm_</c> adds 10⁻⁶ to the norm; this does not.
/// </para>
/// </remarks>
public static class GradientClipping
{
    /// <summary>Σg², the square of the L2 norm, correctly rounded: the same as <see cref="Penalty.Of{T, TPenalty}"/> under <c>new L2(2)</c>.</summary>
    /// <remarks>
    /// NaN where a gradient is NaN, else infinite where one is infinite, or where all are finite and the sum is beyond the largest
    /// <typeparamref name="T"/>: for <see langword="float"/>, a norm above 1.8·10¹⁹. A finite answer says that every gradient is finite.
    /// </remarks>
    /// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <param name="gradients">g. May be empty; the sum is then 0.</param>
    /// <param name="maxDegreeOfParallelism">How many threads may work at once: 1 or more. The bits do not depend on it. Each takes blocks of 1 MiB; one block is done alone.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static T Squares<T>(ReadOnlySpan<T> gradients, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Element<T>.Require();
        Guard.AtLeastOne(maxDegreeOfParallelism);
        return SpanSums.Of(gradients, NormStrengths.OfSquares, maxDegreeOfParallelism);
    }

    /// <summary>min(1, c/√Σg²): what <see cref="StepOptions.GradientScale"/> must be for the norm to be at most c.</summary>
    /// <param name="squares">Σg², of all gradients that one step takes together: finite, at least 0.</param>
    /// <param name="maxNorm">c, the limit of the norm: above 0. Infinity clips nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="squares"/> is NaN, negative or infinite, or <paramref name="maxNorm"/> is NaN, 0 or below.</exception>
    public static double ScaleFor(double squares, double maxNorm)
    {
        if (!(squares is >= 0 and <= double.MaxValue))
        {
            throw new ArgumentOutOfRangeException(nameof(squares), squares, $"{nameof(squares)} must be finite and at least 0: a gradient was not finite, or their sum of squares is beyond the largest number.");
        }

        return maxNorm > 0
            ? Math.Min(1, maxNorm / Math.Sqrt(squares + 0.0)) // The root of −0 is −0, and the quotient would be −∞.
            : throw new ArgumentOutOfRangeException(nameof(maxNorm), maxNorm, $"{nameof(maxNorm)} must be above 0.");
    }
}
