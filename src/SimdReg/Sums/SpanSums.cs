using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace SimdReg.Sums;

/// <summary>Sums over any number of weights: block by block, certified, and exactly where the certificate fails.</summary>
internal static class SpanSums
{
    /// <summary>s₁·Σ|w| + (s₂/2)·Σw², correctly rounded.</summary>
    public static T Of<T>(ReadOnlySpan<T> weights, ElasticNet norms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Enclose(weights, norms).TryRound(out T value) ? value
        : TensorPrimitives.IsNaNAny(weights) ? T.NaN
        : TensorPrimitives.IsInfinityAny(weights) ? T.PositiveInfinity
        : weights.ContainsAnyExcept(T.Zero) ? Exactly(weights).Charge<T>(norms)
        : T.Zero;

    /// <summary>Where s₁·Σ|w| + (s₂/2)·Σw² lies.</summary>
    public static Enclosure Enclose<T>(ReadOnlySpan<T> weights, ElasticNet norms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var magnitudes = norms.L1.Strength == 0 && norms.L2.Strength > 0 ? default : Sum<T, MagnitudeTerm>(weights, default);
        var squares = norms.L2.Strength == 0 ? default : Sum<T, SquareTerm>(weights, default);
        return Certificate.Enclose<T>(magnitudes, squares, norms);
    }

    /// <summary>Everything that one pass finds out.</summary>
    public static WeightSums<T> Measure<T>(ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var blocks = new Blocks<T>(weights);
        var sums = blocks.MoveNext() ? BlockMeasure<T>.Of(blocks.Current) : default;
        while (blocks.MoveNext())
        {
            sums += BlockMeasure<T>.Of(blocks.Current);
        }

        if (sums.Extent.NonZeros == 0)
        {
            return default;
        }

        return Certificate.Enclose<T>(sums.Magnitudes, default, new ElasticNet(1, 0)).TryRound(out T magnitude)
            && Certificate.Enclose<T>(default, sums.Squares, new ElasticNet(0, 2)).TryRound(out T square)
            ? new WeightSums<T>
            {
                Magnitudes = magnitude,
                Squares = square,
                LargestMagnitude = sums.Extent.Largest,
                NonZeroCount = sums.Extent.NonZeros,
                NonFiniteCount = 0,
            }
            : TensorPrimitives.IsFiniteAll(weights) ? Exactly(weights).Round<T>()
            : NonFinite(weights, sums.Extent.NonZeros);
    }

    private static WeightSums<T> NonFinite<T>(ReadOnlySpan<T> weights, long nonZeroCount)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var count = 0L;
        foreach (var weight in weights)
        {
            count += T.IsFinite(weight) ? 0 : 1;
        }

        var all = TensorPrimitives.IsNaNAny(weights) ? T.NaN : T.PositiveInfinity;
        return new WeightSums<T>
        {
            Magnitudes = all,
            Squares = all,
            LargestMagnitude = all,
            NonZeroCount = nonZeroCount,
            NonFiniteCount = count,
        };
    }

    /// <summary>Σ p(w) of any penalty: each term rounded, and their sum all but exact.</summary>
    public static double Of<T, TPenalty>(ReadOnlySpan<T> weights, TPenalty penalty)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty =>
        Sum<T, ValueTerm<TPenalty>>(weights, new(penalty)).High;

    private static DoubleDouble Sum<T, TTerm>(ReadOnlySpan<T> weights, TTerm term)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTerm : struct, ITerm
    {
        // A short span is one block: nothing is added to it.
        var blocks = new Blocks<T>(weights);
        var sum = blocks.MoveNext() ? BlockSum<T, TTerm>.Of(blocks.Current, term) : default;
        while (blocks.MoveNext())
        {
            sum += BlockSum<T, TTerm>.Of(blocks.Current, term);
        }

        return sum;
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
