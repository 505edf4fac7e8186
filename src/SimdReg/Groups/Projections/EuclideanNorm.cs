using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using SimdReg.Sums;

namespace SimdReg.Groups;

/// <summary>√Σw²</summary>
internal static class EuclideanNorm
{
    // Outside, the square of a double has overflowed or lost digits.
    private const double SmallestExactSquares = 1e-280;

    /// <summary>√Σw² as a number of the type, or as a double above its largest number. Σw² is correctly rounded, for floats to double; so is the root. NaN if a weight is, infinite if one is.</summary>
    public static double Of<T>(ReadOnlySpan<T> weights, int maxDegreeOfParallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Element<T>.IsSingle)
        {
            return OfFloats(weights, maxDegreeOfParallelism);
        }

        var squares = double.CreateTruncating(SpanSums.Of(weights, NormStrengths.OfSquares, maxDegreeOfParallelism));
        return squares is >= SmallestExactSquares and <= double.MaxValue ? Math.Sqrt(squares) : OfScaled(weights, maxDegreeOfParallelism);
    }

    /// <summary>The squares of floats neither overflow nor underflow in double.</summary>
    private static double OfFloats<T>(ReadOnlySpan<T> weights, int maxDegreeOfParallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var enclosure = SpanSums.Enclose(weights, NormStrengths.OfSquares, maxDegreeOfParallelism);
        if (double.IsFinite(enclosure.Centre.High))
        {
            var (lower, upper) = (Root<T>(enclosure.Centre.High - enclosure.Radius), Root<T>(enclosure.Centre.High + enclosure.Radius));
            if (lower == upper && upper <= float.MaxValue)
            {
                return upper;
            }
        }

        return Exactly(weights);
    }

    private static double Exactly<T>(ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var exact = new ExactNorms();
        exact.Add(weights);
        return Root<T>(exact.Round<double>(NormStrengths.OfSquares));
    }

    /// <summary>The root, rounded to the type if it is not above its largest number.</summary>
    private static double Root<T>(double squares)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var root = Math.Sqrt(Math.Max(squares, 0));
        return root <= float.MaxValue ? double.CreateTruncating(Element<T>.Round(root)) : root;
    }

    /// <summary>The norm of weights divided by a power of two, times that power.</summary>
    private static double OfScaled<T>(ReadOnlySpan<T> weights, int maxDegreeOfParallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (weights.IsEmpty)
        {
            return 0;
        }

        var largest = double.CreateTruncating(T.Abs(TensorPrimitives.MaxMagnitude(weights)));
        if (largest == 0 || !double.IsFinite(largest))
        {
            return largest;
        }

        var exponent = Math.ILogB(largest);
        var buffer = ArrayPool<T>.Shared.Rent(weights.Length);
        var scaled = buffer.AsSpan(0, weights.Length);
        for (var i = 0; i < weights.Length; i++)
        {
            scaled[i] = T.ScaleB(weights[i], -exponent);
        }

        var squares = SpanSums.Of<T>(scaled, NormStrengths.OfSquares, maxDegreeOfParallelism);
        ArrayPool<T>.Shared.Return(buffer);
        return Math.ScaleB(Math.Sqrt(double.CreateTruncating(squares)), exponent);
    }
}
