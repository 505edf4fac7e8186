using System.Numerics;
using SimdReg.Loops;
using SimdReg.Steps;
using SimdReg.Sums;
using SimdReg.Threading;

namespace SimdReg;

/// <summary>Penalties on the size of weights: what they charge, and their gradient.</summary>
public static class Penalty
{
    /// <summary>Σ p(w), what a penalty charges for all weights together.</summary>
    /// <remarks>
    /// <para>
    /// For <see cref="L1"/>, <see cref="L2"/> and <see cref="ElasticNet"/> the result is the <typeparamref name="T"/>
    /// nearest to the exact sum, whatever the length and the size of the weights, and so has the same bits on every
    /// machine. It is infinite only where the exact sum is beyond the largest <typeparamref name="T"/>. For any other
    /// penalty each p(w) is computed in <see langword="double"/>, and what the sum of them adds to their errors is below
    /// one rounding to <typeparamref name="T"/>.
    /// </para>
    /// <para>
    /// Under the first three a NaN among the weights gives NaN, else an infinity +∞, at any strength. A sum too near the
    /// middle between two numbers is made again: in double, which six float sums in a thousand need and which takes up to 2.5
    /// times as long in all, or exactly, which takes some 10 ns an element, allocates 5 KiB, and happens once in thousands of
    /// sums. Of integers times a power of two many sums lie right in the middle. Of floats under one norm double tells them, in four times
    /// the time of a sum; of doubles, and under both norms, the exact sum does.
    /// </para>
    /// </remarks>
    /// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <param name="weights">w. May be empty; the sum is then 0.</param>
    /// <param name="penalty">The penalty p.</param>
    /// <param name="maxDegreeOfParallelism">How many threads may work at once: 1 or more. The bits do not depend on it. Each takes blocks of 1 MiB; one block is done alone.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static T Of<T, TPenalty>(ReadOnlySpan<T> weights, TPenalty penalty, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
    {
        Element<T>.Require();
        Guard.AtLeastOne(maxDegreeOfParallelism);
        return SpanSums.Of(weights, penalty, maxDegreeOfParallelism);
    }

    /// <summary>Σ|w|, Σw², the number of non-zeros, the largest magnitude and the number of non-finite weights, in one pass.</summary>
    /// <remarks>Both sums are correctly rounded, as in <see cref="Of{T, TPenalty}"/>. The counts are exact.</remarks>
    /// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <param name="weights">w. May be empty; everything is then 0.</param>
    /// <param name="maxDegreeOfParallelism">How many threads may work at once: 1 or more. The bits do not depend on it. Each takes blocks of 1 MiB; one block is done alone.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static WeightSums<T> Measure<T>(ReadOnlySpan<T> weights, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Element<T>.Require();
        Guard.AtLeastOne(maxDegreeOfParallelism);
        return SpanSums.Measure(weights, maxDegreeOfParallelism);
    }

    /// <summary>g ← g + ∂p(w)/∂w, in one pass.</summary>
    /// <remarks>
    /// A gradient depends on that weight and that gradient alone, with the same bits at every width, length and
    /// alignment. A zero comes out as +0; subnormal gradients are kept. NaN and infinite weights show in that gradient.
    /// With a penalty that charges nothing, nothing is written.
    /// </remarks>
    /// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <param name="weights">w. May be empty.</param>
    /// <param name="gradients">g, updated in place: as long as <paramref name="weights"/>.</param>
    /// <param name="penalty">The penalty p.</param>
    /// <param name="maxDegreeOfParallelism">How many threads may work at once: 1 or more. The bits do not depend on it. Below 131,072 weights one does it alone.</param>
    /// <exception cref="ArgumentException">The spans differ in length, or overlap without being the same. Nothing has been written.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1. Nothing has been written.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static void AddGradient<T, TPenalty>(ReadOnlySpan<T> weights, Span<T> gradients, TPenalty penalty, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
    {
        Guard.AtLeastOne(maxDegreeOfParallelism);
        Guard.Paired(weights, gradients);
        if (penalty.IsZero)
        {
            return;
        }

        var formula = new GradientFormula<TPenalty>(penalty);
        if (Sharing.IsWorthwhile(gradients.Length, maxDegreeOfParallelism))
        {
            SharedStep.Run<PlainStepRun<T>, T, bool, GradientFormula<TPenalty>>(gradients, weights, default, in formula, maxDegreeOfParallelism);
        }
        else
        {
            ElementwiseLoop.Run(gradients, weights, default, in formula);
        }
    }
}
