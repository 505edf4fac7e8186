using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace SimdReg.Sums;

/// <summary>√Σw², correctly rounded.</summary>
/// <remarks>
/// The root of both ends of the enclosure of Σw². If they round to the same number, that is the norm; otherwise Σw² is computed without error.
/// No square of a finite weight overflows or underflows on the way.
/// </remarks>
internal static class SpanNorm
{
    // Squares of doubles between these neither underflow, so that the enclosure is narrow, nor overflow.
    private const double SmallestDoubleSquares = 1e-250;
    private const double LargestDoubleSquares = 1e300;

    /// <summary>√Σw², rounded to <typeparamref name="T"/>; as a double above its largest number. NaN if a weight is NaN, otherwise infinite if one is, or if the norm exceeds the largest double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Of<T>(ReadOnlySpan<T> weights, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Of(SpanSums.Enclose(weights, NormStrengths.OfSquares, maxDegreeOfParallelism), weights);

    /// <summary>The same, given the enclosure of Σw².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Of<T>(in Enclosure squares, ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        return TryRoot<T>(in squares, out var norm) ? norm : Again(weights, squares.Centre.High);
    }

    /// <summary>Gets the root, correctly rounded, if every number of the interval has the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryRoot<T>(in Enclosure squares, out double norm)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var high = squares.Centre.High;
        if (Element<T>.IsSingle)
        {
            // Squares of floats are exact in double and far above its smallest number: only zeros add up to 0.
            var lower = (float)Math.Sqrt(high - squares.Radius);
            norm = (float)(high == 0 ? 0 : Math.Sqrt(high + squares.Radius));
            return high == 0 || (norm <= float.MaxValue && lower == norm);
        }

        // √(h + l) = r + ((h − r²) + l) / 2r, where r = √h and h − r² is a double. The error is of the order of 2⁻¹⁰⁶, far below the radius.
        var root = Math.Sqrt(high);
        var rest = (Math.FusedMultiplyAdd(-root, root, high) + squares.Centre.Low) / (2 * root);
        var radius = squares.Radius / root;
        norm = root + (rest + radius);
        return high is > SmallestDoubleSquares and < LargestDoubleSquares && root + (rest - radius) == norm;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Again<T>(ReadOnlySpan<T> weights, double squares)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (squares == 0 && !weights.ContainsAnyExcept(T.Zero))
        {
            return 0;
        }

        if (!double.IsFinite(squares) && !TensorPrimitives.IsFiniteAll(weights))
        {
            return TensorPrimitives.IsNaNAny(weights) ? double.NaN : double.PositiveInfinity;
        }

        var sums = new ExactNorms();
        sums.Add(weights);
        var norm = double.CreateTruncating(sums.RoundNorm<T>());
        return double.IsFinite(norm) ? norm : sums.RoundNorm<double>();
    }
}
