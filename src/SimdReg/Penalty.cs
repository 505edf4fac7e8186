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
    /// Under the first three a NaN among the weights gives NaN, otherwise an infinity gives +∞, at any strength. A sum too close to the
    /// midpoint of two numbers is computed again: in double, which six float sums in a thousand need, or exactly, which is slow, allocates 5 KiB,
    /// and happens once in thousands of sums. Sums of quantised weights often lie right on a midpoint. For floats under one norm,
    /// double decides them; for doubles, and under both norms, the exact sum does.
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
        if (ParallelRanges.IsWorthwhile(gradients.Length, maxDegreeOfParallelism))
        {
            ParallelPass.Run<PlainPass<T>, T, int, GradientFormula<TPenalty>>(gradients, weights, default, in formula, maxDegreeOfParallelism);
        }
        else
        {
            WidestLanes.Update(gradients, weights, default, in formula);
        }
    }
}
