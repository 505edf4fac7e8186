using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Loops;
using SimdReg.Threading;

namespace SimdReg.Sums;

/// <summary>Sums over any number of weights, block by block. If the error bound does not decide the rounding, the sum is computed again: in double, then exactly.</summary>
internal static partial class SpanSums
{
    /// <summary>s₁·Σ|w| + (s₂/2)·Σw², correctly rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of<T>(ReadOnlySpan<T> weights, NormStrengths norms, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var enclosure = Enclose(weights, norms, maxDegreeOfParallelism);
        return enclosure.TryRound(out T value) ? value : Again(enclosure, weights, norms);
    }

    /// <summary>Encloses s₁·Σ|w| + (s₂/2)·Σw².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Enclosure Enclose<T>(ReadOnlySpan<T> weights, NormStrengths norms, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var magnitudes = norms.AsksMagnitudes ? Over<T, NormReduction<T, MagnitudeTerm>, BoundedSum>(weights, default, maxDegreeOfParallelism) : default;
        var squares = norms.AsksSquares ? Over<T, NormReduction<T, SquareTerm>, BoundedSum>(weights, default, maxDegreeOfParallelism) : default;
        return Certificate.Enclose<T>(magnitudes, squares, norms);
    }

    /// <summary>Σ p(w) for any penalty: correctly rounded for the two norms; otherwise each term is rounded, and their sum is nearly exact.</summary>
    // One frame down to the loop, optimised from the first call: for few weights, calls and copies take longer than the sum.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static T Of<T, TPenalty>(ReadOnlySpan<T> weights, TPenalty penalty, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty =>
        NormStrengths.TryGet(penalty, out var strengths) ? Of(weights, strengths, maxDegreeOfParallelism)
            : TPenalty.IsStructured ? Element<T>.Round(penalty.StructuredValue(weights, maxDegreeOfParallelism))
            : Element<T>.Round(Over<T, TermReduction<T, ValueTerm<TPenalty>>, DoubleDouble>(weights, new(new(penalty)), maxDegreeOfParallelism).High);

    /// <summary>Measures the weights in one pass.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static WeightSums<T> Measure<T>(ReadOnlySpan<T> weights, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Rounded<T, Blocks<T>>(Over<T, MeasureReduction<T>, WeightTally<T>>(weights, default, maxDegreeOfParallelism), new(weights));

    /// <summary>Reduces all blocks and adds the results.</summary>
    public static TResult Over<T, TBlocks, TReduction, TResult>(TBlocks blocks, TReduction reduction)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TBlocks : struct, IBlocks<T>, allows ref struct
        where TReduction : struct, IReduction<T, TResult>
        where TResult : struct, IAdditionOperators<TResult, TResult, TResult>
    {
        var result = blocks.MoveNext() ? WidestLanes.Reduce<T, TReduction, TResult>(blocks.Current, reduction) : default;
        while (blocks.MoveNext())
        {
            result += WidestLanes.Reduce<T, TReduction, TResult>(blocks.Current, reduction);
        }

        return result;
    }

    /// <summary>Reduces a span, block by block, on one thread or several.</summary>
    // A short span is one block: the loop over blocks would take longer than the sum of 64 floats.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TResult Over<T, TReduction, TResult>(ReadOnlySpan<T> weights, TReduction reduction, int maxDegreeOfParallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TReduction : struct, IReduction<T, TResult>
        where TResult : struct, IAdditionOperators<TResult, TResult, TResult> =>
        weights.Length <= Blocks<T>.Length
            ? WidestLanes.Reduce<T, TReduction, TResult>(weights, reduction)
            : OverBlocks<T, TReduction, TResult>(weights, reduction, maxDegreeOfParallelism);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TResult OverBlocks<T, TReduction, TResult>(ReadOnlySpan<T> weights, TReduction reduction, int maxDegreeOfParallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TReduction : struct, IReduction<T, TResult>
        where TResult : struct, IAdditionOperators<TResult, TResult, TResult> =>
        ParallelRanges.IsWorthwhile(weights.Length, maxDegreeOfParallelism)
            ? OverThreads<T, TReduction, TResult>(weights, reduction, maxDegreeOfParallelism)
            : Over<T, Blocks<T>, TReduction, TResult>(new(weights), reduction);

    /// <summary>Reduces the blocks on several threads: each block as on one thread, and the results added in the order of the blocks.</summary>
    private static unsafe TResult OverThreads<T, TReduction, TResult>(ReadOnlySpan<T> weights, TReduction reduction, int maxDegreeOfParallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TReduction : struct, IReduction<T, TResult>
        where TResult : struct, IAdditionOperators<TResult, TResult, TResult>
    {
        fixed (T* pinned = weights)
        {
            var first = pinned;
            return ParallelRanges.Sum(weights.Length, Blocks<T>.Length, maxDegreeOfParallelism, (start, end) =>
                WidestLanes.Reduce<T, TReduction, TResult>(new(first + start, (int)(end - start)), reduction));
        }
    }

    /// <summary>Rounds the tally of these weights correctly.</summary>
    // By reference: blocks are copied where a sum is computed again, and nowhere else.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WeightSums<T> Rounded<T, TBlocks>(in WeightTally<T> sums, in TBlocks weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TBlocks : struct, IBlocks<T>, allows ref struct
    {
        if (sums.NonZeros == 0)
        {
            return default;
        }

        var largest = sums.Largest;
        return new()
        {
            SumOfMagnitudes = Rounded<T, TBlocks>(Certificate.Enclose<T>(sums.Magnitudes, default, NormStrengths.OfMagnitudes), in weights, NormStrengths.OfMagnitudes),
            SumOfSquares = Rounded<T, TBlocks>(Certificate.Enclose<T>(default, sums.Squares, NormStrengths.OfSquares), in weights, NormStrengths.OfSquares),
            MaxMagnitude = T.IsNaN(largest) ? T.NaN : largest,
            NonZeroCount = sums.NonZeros,
            NonFiniteCount = T.IsFinite(largest) ? 0 : Contents.Of<T, TBlocks>(weights).NonFinite,
        };
    }

    /// <summary>Rounds the charge of these weights, which the enclosure contains, correctly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Rounded<T, TBlocks>(Enclosure enclosure, in TBlocks weights, NormStrengths norms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TBlocks : struct, IBlocks<T>, allows ref struct =>
        enclosure.TryRound(out T value) ? value : Again<T, TBlocks>(enclosure, weights, norms);
}
