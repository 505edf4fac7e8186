using System.Numerics;
using System.Runtime.CompilerServices;

namespace SimdReg.Sums;

/// <summary>Sums over any number of weights: block by block, certified, and exactly where the certificate fails.</summary>
internal static class SpanSums
{
    /// <summary>s₁·Σ|w| + (s₂/2)·Σw², correctly rounded.</summary>
    public static T Of<T>(ReadOnlySpan<T> weights, ElasticNet norms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Enclose(weights, norms).TryRound(out T value) ? value
        : weights.ContainsAnyExcept(T.Zero) ? Exactly(weights).Charge<T>(norms)
        : T.Zero;

    /// <summary>Where s₁·Σ|w| + (s₂/2)·Σw² lies.</summary>
    public static Enclosure Enclose<T>(ReadOnlySpan<T> weights, ElasticNet norms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (magnitudes, squares) = (default(DoubleDouble), default(DoubleDouble));
        foreach (var block in new Blocks<T>(weights))
        {
            if (norms.L2.Strength == 0)
            {
                magnitudes += BlockSum<T, MagnitudeTerm>.Of(block, default);
            }
            else if (norms.L1.Strength == 0)
            {
                squares += BlockSum<T, SquareTerm>.Of(block, default);
            }
            else
            {
                var both = BlockNorms<T>.Of(block);
                magnitudes += both.Magnitudes;
                squares += both.Squares;
            }
        }

        return Certificate.Enclose<T>(magnitudes, squares, norms);
    }

    /// <summary>Everything that one pass finds out.</summary>
    public static WeightSums<T> Measure<T>(ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (magnitudes, squares) = (default(DoubleDouble), default(DoubleDouble));
        var extent = default(BlockExtent<T>.Totals);
        foreach (var block in new Blocks<T>(weights))
        {
            var both = BlockNorms<T>.Of(block);
            magnitudes += both.Magnitudes;
            squares += both.Squares;
            extent = extent.With(BlockExtent<T>.Of(block));
        }

        if (extent.NonZeros == 0)
        {
            return default;
        }

        // A NaN or an infinity among the weights leaves nothing to certify: the exact sums count them.
        return Certificate.Enclose<T>(magnitudes, default, new ElasticNet(1, 0)).TryRound(out T magnitude)
            && Certificate.Enclose<T>(default, squares, new ElasticNet(0, 2)).TryRound(out T square)
            ? new WeightSums<T>
            {
                Magnitudes = magnitude,
                Squares = square,
                LargestMagnitude = extent.Largest,
                NonZeroCount = extent.NonZeros,
                NonFiniteCount = 0,
            }
            : Exactly(weights).Round<T>();
    }

    /// <summary>Σ p(w) of any penalty: each term rounded, and their sum all but exact.</summary>
    public static double Of<T, TPenalty>(ReadOnlySpan<T> weights, TPenalty penalty)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
    {
        var sum = default(DoubleDouble);
        foreach (var block in new Blocks<T>(weights))
        {
            sum += BlockSum<T, ValueTerm<TPenalty>>.Of(block, new(penalty));
        }

        return sum.High;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ExactWeightSums Exactly<T>(ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var sums = new ExactWeightSums();
        sums.Add(weights);
        return sums;
    }
}
