using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace SimdReg.Sums;

/// <summary>Sums over any number of weights: block by block, certified, and exactly where the certificate fails.</summary>
internal static class SpanSums
{
    /// <summary>What charges for Σw² and nothing else, once.</summary>
    public static ElasticNet Squares => new(0, 2);

    /// <summary>s₁·Σ|w| + (s₂/2)·Σw², correctly rounded.</summary>
    public static T Of<T>(ReadOnlySpan<T> weights, ElasticNet norms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Round<T, OneSpan<T>>(Enclose(weights, norms), norms, new(weights));

    /// <summary>What lies in an enclosure, correctly rounded: made again where that is not enough.</summary>
    public static T Round<T, TSpans>(Enclosure enclosure, ElasticNet norms, TSpans weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TSpans : ISpans<T>, allows ref struct =>
        enclosure.TryRound(out T value) ? value : Again<T, TSpans>(norms, weights);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T Again<T, TSpans>(ElasticNet norms, TSpans weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TSpans : ISpans<T>, allows ref struct
    {
        var (isInfinity, isZero) = (false, true);
        for (var i = 0; i < weights.Count; i++)
        {
            var span = weights[i];
            if (TensorPrimitives.IsNaNAny(span))
            {
                return T.NaN;
            }

            isInfinity |= TensorPrimitives.IsInfinityAny(span);
            isZero &= !span.ContainsAnyExcept(T.Zero);
        }

        return isInfinity ? T.PositiveInfinity
            : isZero ? T.Zero
            : Exactly<T, TSpans>(weights).Charge<T>(norms);
    }

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

        return Round<T, OneSpan<T>>(sums, new(weights));
    }

    /// <summary>What has been found out, with both sums correctly rounded: made again where they are not certain.</summary>
    public static WeightSums<T> Round<T, TSpans>(BlockMeasure<T>.Result sums, TSpans weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TSpans : ISpans<T>, allows ref struct
    {
        if (sums.Extent.NonZeros == 0)
        {
            return default;
        }

        return Certificate.Enclose<T>(sums.Magnitudes, default, new ElasticNet(1, 0)).TryRound(out T magnitude)
            && Certificate.Enclose<T>(default, sums.Squares, Squares).TryRound(out T square)
            ? new WeightSums<T>
            {
                Magnitudes = magnitude,
                Squares = square,
                LargestMagnitude = sums.Extent.Largest,
                NonZeroCount = sums.Extent.NonZeros,
                NonFiniteCount = 0,
            }
            : Again<T, TSpans>(sums.Extent.NonZeros, weights);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeightSums<T> Again<T, TSpans>(long nonZeroCount, TSpans weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TSpans : ISpans<T>, allows ref struct
    {
        var (count, isNaN) = (0L, false);
        for (var i = 0; i < weights.Count; i++)
        {
            var span = weights[i];
            if (TensorPrimitives.IsFiniteAll(span))
            {
                continue;
            }

            isNaN |= TensorPrimitives.IsNaNAny(span);
            foreach (var weight in span)
            {
                count += T.IsFinite(weight) ? 0 : 1;
            }
        }

        if (count == 0)
        {
            return Exactly<T, TSpans>(weights).Round<T>();
        }

        var all = isNaN ? T.NaN : T.PositiveInfinity;
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

    private static ExactWeightSums Exactly<T, TSpans>(TSpans weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TSpans : ISpans<T>, allows ref struct
    {
        var sums = new ExactWeightSums();
        for (var i = 0; i < weights.Count; i++)
        {
            sums.Add(weights[i]);
        }

        return sums;
    }
}
