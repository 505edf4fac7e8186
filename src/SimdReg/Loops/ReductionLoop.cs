using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SimdReg.Loops;

/// <summary>Accumulates weights in running totals.</summary>
/// <typeparam name="TTotals">The totals, in lanes.</typeparam>
/// <typeparam name="TSums">The sums that totals are added to. The default value is the sum of no weights.</typeparam>
/// <typeparam name="T">The element type of the weights.</typeparam>
internal interface IFold<TTotals, TSums, T>
    where TTotals : struct
    where TSums : struct
    where T : unmanaged
{
    /// <summary>The number of adjacent weights of one addition.</summary>
    static abstract int Count { get; }

    /// <summary>The largest number of additions to a total before it must be gathered.</summary>
    static abstract int Turns { get; }

    /// <summary>The totals of no weights.</summary>
    TTotals Start { get; }

    /// <summary>Adds <see cref="Count"/> weights to the totals.</summary>
    /// <param name="totals">The totals so far.</param>
    /// <param name="weights">The first weight. The caller guarantees the rest.</param>
    void Add(ref TTotals totals, ref readonly T weights);

    /// <summary>Adds finished totals to the sums.</summary>
    void Gather(ref TSums sums, TTotals totals);
}

// The number of totals as types: the JIT resolves a comparison of types before it inlines anything.

/// <summary>Eight: where a total is one register and a term is cheap.</summary>
internal readonly struct EightTotals;

/// <summary>Four: where a total is two registers, or a term takes long enough to hide the latency. The JIT does not inline eight large terms.</summary>
internal readonly struct FourTotals;

/// <summary>One, of many registers: it holds several independent sums, and a second one would not fit the registers.</summary>
internal readonly struct OneTotal;

/// <summary>Folds a span of weights into totals.</summary>
internal static class ReductionLoop
{
    /// <summary>Folds all weights that fill whole lanes, and returns the rest.</summary>
    /// <remarks>
    /// <para>
    /// Several streams, each over its own part of the weights: one core that reads a single stream from memory waits for the hardware
    /// prefetchers. In the cache it makes no difference.
    /// </para>
    /// <para>
    /// Several totals: with one, each addition would wait for the previous one. The caller chooses the number:
    /// <see cref="EightTotals"/>, <see cref="FourTotals"/> or <see cref="OneTotal"/>.
    /// </para>
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSums Fold<TStreams, T, TFold, TTotals, TSums>(ReadOnlySpan<T> weights, TFold fold, out ReadOnlySpan<T> rest)
        where TStreams : struct
        where T : unmanaged
        where TFold : struct, IFold<TTotals, TSums, T>, allows ref struct
        where TTotals : struct
        where TSums : struct
    {
        var sums = default(TSums);
        var count = (nuint)TFold.Count;
        var length = (nuint)weights.Length;
        var streams = typeof(TStreams) == typeof(EightTotals) ? 8u : 4u;
        var turns = (nuint)TFold.Turns / (typeof(TStreams) == typeof(OneTotal) ? streams : 1);
        var stride = length / (streams * count) * count;
        var fetches = length * (nuint)Unsafe.SizeOf<T>() >= Thresholds.PrefetchedSumBytes && Prefetch.Gains;
        for (nuint i = 0, end; i < stride; i = end)
        {
            end = Math.Min(stride, i + (turns * count));
            ref var first = ref Unsafe.Add(ref MemoryMarshal.GetReference(weights), i);
            if (fetches)
            {
                Turn<TStreams, T, TFold, TTotals, TSums, Prefetch>(in first, stride, end - i, fold, ref sums);
            }
            else
            {
                Turn<TStreams, T, TFold, TTotals, TSums, NoPrefetch>(in first, stride, end - i, fold, ref sums);
            }
        }

        var done = streams * stride;
        var left = (length - done) / count * count;
        if (left > 0)
        {
            Stream<T, TFold, TTotals, TSums>(in Unsafe.Add(ref MemoryMarshal.GetReference(weights), done), left, fold, ref sums);
        }

        rest = weights[(int)(done + left)..];
        return sums;
    }

    /// <summary>Folds as many weights of each stream as can be added before the totals must be gathered.</summary>
    // AggressiveOptimization: in unoptimised code each lane operation is a call, and the first call over a million weights would be slow.
    // NoInlining: inlined into a caller, totals would pass through memory.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Turn<TStreams, T, TFold, TTotals, TSums, TPrefetch>(
        ref readonly T weights, nuint stride, nuint length, TFold fold, scoped ref TSums sums)
        where TStreams : struct
        where T : unmanaged
        where TFold : struct, IFold<TTotals, TSums, T>, allows ref struct
        where TTotals : struct
        where TSums : struct
        where TPrefetch : struct
    {
        var count = (nuint)TFold.Count;
        ref var w0 = ref Unsafe.AsRef(in weights);
        ref var w1 = ref Unsafe.Add(ref w0, stride);
        ref var w2 = ref Unsafe.Add(ref w1, stride);
        ref var w3 = ref Unsafe.Add(ref w2, stride);
        var t0 = fold.Start;

        if (typeof(TStreams) == typeof(EightTotals))
        {
            ref var w4 = ref Unsafe.Add(ref w3, stride);
            ref var w5 = ref Unsafe.Add(ref w4, stride);
            ref var w6 = ref Unsafe.Add(ref w5, stride);
            ref var w7 = ref Unsafe.Add(ref w6, stride);
            TTotals t1 = t0, t2 = t0, t3 = t0, t4 = t0, t5 = t0, t6 = t0, t7 = t0;
            for (nuint i = 0; i < length; i += count)
            {
                Ahead<T, TPrefetch>(ref w0, ref w1, ref w2, ref w3, i, count);
                Ahead<T, TPrefetch>(ref w4, ref w5, ref w6, ref w7, i, count);
                fold.Add(ref t0, in Unsafe.Add(ref w0, i));
                fold.Add(ref t1, in Unsafe.Add(ref w1, i));
                fold.Add(ref t2, in Unsafe.Add(ref w2, i));
                fold.Add(ref t3, in Unsafe.Add(ref w3, i));
                fold.Add(ref t4, in Unsafe.Add(ref w4, i));
                fold.Add(ref t5, in Unsafe.Add(ref w5, i));
                fold.Add(ref t6, in Unsafe.Add(ref w6, i));
                fold.Add(ref t7, in Unsafe.Add(ref w7, i));
            }

            // Through a local: otherwise each addition would wait for the store and load of the previous one.
            var all = sums;
            fold.Gather(ref all, t0);
            fold.Gather(ref all, t1);
            fold.Gather(ref all, t2);
            fold.Gather(ref all, t3);
            fold.Gather(ref all, t4);
            fold.Gather(ref all, t5);
            fold.Gather(ref all, t6);
            fold.Gather(ref all, t7);
            sums = all;
        }
        else if (typeof(TStreams) == typeof(FourTotals))
        {
            TTotals t1 = t0, t2 = t0, t3 = t0;
            for (nuint i = 0; i < length; i += count)
            {
                Ahead<T, TPrefetch>(ref w0, ref w1, ref w2, ref w3, i, count);
                fold.Add(ref t0, in Unsafe.Add(ref w0, i));
                fold.Add(ref t1, in Unsafe.Add(ref w1, i));
                fold.Add(ref t2, in Unsafe.Add(ref w2, i));
                fold.Add(ref t3, in Unsafe.Add(ref w3, i));
            }

            var all = sums;
            fold.Gather(ref all, t0);
            fold.Gather(ref all, t1);
            fold.Gather(ref all, t2);
            fold.Gather(ref all, t3);
            sums = all;
        }
        else
        {
            for (nuint i = 0; i < length; i += count)
            {
                Ahead<T, TPrefetch>(ref w0, ref w1, ref w2, ref w3, i, count);
                fold.Add(ref t0, in Unsafe.Add(ref w0, i));
                fold.Add(ref t0, in Unsafe.Add(ref w1, i));
                fold.Add(ref t0, in Unsafe.Add(ref w2, i));
                fold.Add(ref t0, in Unsafe.Add(ref w3, i));
            }

            fold.Gather(ref sums, t0);
        }
    }

    /// <summary>Prefetches for four streams.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Ahead<T, TPrefetch>(ref T w0, ref T w1, ref T w2, ref T w3, nuint i, nuint count)
        where T : unmanaged
        where TPrefetch : struct
    {
        // Without this test, empty calls in a loop that does not prefetch would use up the JIT's inlining budget.
        if (typeof(TPrefetch) == typeof(Prefetch))
        {
            if (Prefetch.IsDue<T>(i, count))
            {
                Prefetch.Ahead(in Unsafe.Add(ref w0, i));
                Prefetch.Ahead(in Unsafe.Add(ref w1, i));
                Prefetch.Ahead(in Unsafe.Add(ref w2, i));
                Prefetch.Ahead(in Unsafe.Add(ref w3, i));
            }
        }
    }

    /// <summary>Folds weights that are too few for several streams.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Stream<T, TFold, TTotals, TSums>(ref readonly T weights, nuint length, TFold fold, scoped ref TSums sums)
        where T : unmanaged
        where TFold : struct, IFold<TTotals, TSums, T>, allows ref struct
        where TTotals : struct
        where TSums : struct
    {
        var totals = fold.Start;
        for (nuint i = 0; i < length; i += (nuint)TFold.Count)
        {
            fold.Add(ref totals, in Unsafe.Add(ref Unsafe.AsRef(in weights), i));
        }

        fold.Gather(ref sums, totals);
    }
}
