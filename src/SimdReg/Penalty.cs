using System.Numerics;
using SimdReg.Loops;
using SimdReg.Steps;
using SimdReg.Sums;
using SimdReg.Threading;

namespace SimdReg;

/// <summary>Penalties on the size of weights: their value and their gradient.</summary>
public static partial class Penalty
{
    /// <summary>Σ p(w), the penalty of all weights together.</summary>
    /// <remarks>
    /// <para>
    /// For <see cref="L1"/>, <see cref="L2"/> and <see cref="ElasticNet"/> the result is correctly rounded: the <typeparamref name="T"/>
    /// nearest to the exact sum, for any number of weights of any size, with the same bits on every machine. It is infinite only if the exact
    /// sum is beyond the largest <typeparamref name="T"/>. For any other penalty each p(w) is computed in <see langword="double"/>, and adding
    /// them up contributes less than one rounding to <typeparamref name="T"/>.
    /// </para>
    /// <para>
    /// A NaN among the weights gives NaN, otherwise an infinity gives +∞, also at strength 0. A sum too close to the midpoint of two numbers is
    /// computed again: in double, as for six float sums in a thousand, or exactly, which is slow, allocates 5 KiB, and is needed once in
    /// thousands of sums. Sums of quantised weights often lie on a midpoint: for floats under one norm, double decides them; for doubles,
    /// and under both norms, the exact sum does.
    /// </para>
    /// </remarks>
    /// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <param name="weights">w. May be empty.</param>
    /// <param name="penalty">The penalty p.</param>
    /// <param name="maxDegreeOfParallelism">The number of threads that may work at once: at least 1. The result has the same bits for any number. A sum is shared in blocks of 1 MiB.</param>
    /// <returns>The sum; 0 for no weights.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static T Sum<T, TPenalty>(ReadOnlySpan<T> weights, TPenalty penalty, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
    {
        Element<T>.Require();
        Guard.AtLeastOne(maxDegreeOfParallelism);
        return SpanSums.Of(weights, penalty, maxDegreeOfParallelism);
    }

    /// <summary>Σ p(w) of the penalty of a term. The mode does not matter.</summary>
    /// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <typeparam name="TMode">The mode.</typeparam>
    /// <param name="weights">w. May be empty.</param>
    /// <param name="term">The penalty and its mode.</param>
    /// <param name="maxDegreeOfParallelism">The number of threads that may work at once: at least 1. The result has the same bits for any number. A sum is shared in blocks of 1 MiB.</param>
    /// <inheritdoc cref="Sum{T, TPenalty}(ReadOnlySpan{T}, TPenalty, int)" path="/returns|/exception"/>
    public static T Sum<T, TPenalty, TMode>(ReadOnlySpan<T> weights, PenaltyTerm<TPenalty, TMode> term, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode =>
        Sum(weights, term.Penalty, maxDegreeOfParallelism);

    /// <inheritdoc cref="Sum{T, TPenalty}(ReadOnlySpan{T}, TPenalty, int)"/>
    // C# before 14 and F# do not infer T of a span from an array.
    public static T Sum<T, TPenalty>(T[] weights, TPenalty penalty, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
    {
        ArgumentNullException.ThrowIfNull(weights);
        return Sum((ReadOnlySpan<T>)weights, penalty, maxDegreeOfParallelism);
    }

    /// <inheritdoc cref="Sum{T, TPenalty, TMode}(ReadOnlySpan{T}, PenaltyTerm{TPenalty, TMode}, int)"/>
    /// <exception cref="ArgumentNullException"><paramref name="weights"/> is null.</exception>
    public static T Sum<T, TPenalty, TMode>(T[] weights, PenaltyTerm<TPenalty, TMode> term, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode =>
        Sum(weights, term.Penalty, maxDegreeOfParallelism);

    /// <summary>g ← g + ∂p(w)/∂w, in one pass.</summary>
    /// <remarks>
    /// The new value of a gradient depends only on that gradient and its weight, with the same bits at every width, length and alignment. A
    /// zero result is +0; subnormal gradients are kept. A NaN or an infinite weight affects only its own gradient. A penalty whose
    /// <see cref="IPenalty.IsZero"/> is true writes nothing.
    /// </remarks>
    /// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <param name="weights">w. May be empty.</param>
    /// <param name="gradients">g, updated in place: as long as <paramref name="weights"/>.</param>
    /// <param name="penalty">The penalty p.</param>
    /// <param name="maxDegreeOfParallelism">The number of threads that may work at once: at least 1. The result has the same bits for any number. Fewer than 131,072 weights are always handled by the calling thread alone.</param>
    /// <exception cref="ArgumentException">The spans differ in length, or overlap without being the same. Nothing has been written.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1. Nothing has been written.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double, or the penalty has no gradient (<see cref="IPenalty.HasGradient"/>). Nothing has been written.</exception>
    public static void AddGradient<T, TPenalty>(ReadOnlySpan<T> weights, Span<T> gradients, TPenalty penalty, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
    {
        Guard.AtLeastOne(maxDegreeOfParallelism);
        Guard.Paired(weights, gradients);
        if (!TPenalty.HasGradient)
        {
            Refuse.PenaltyGradient(typeof(TPenalty));
        }

        if (TPenalty.IsStructured)
        {
            penalty.RequireFits(weights.Length);
        }

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

        if (TPenalty.HasStructureGradient)
        {
            penalty.AddStructureGradient(weights, gradients, 0, maxDegreeOfParallelism);
        }
    }
}
