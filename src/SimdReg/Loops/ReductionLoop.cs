using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SimdReg.Lanes;

namespace SimdReg.Loops;

/// <summary>Walks accumulators over a span of weights, in lanes of double.</summary>
internal static class ReductionLoop
{
    /// <summary>Runs on the widest lanes that the machine has.</summary>
    public static TResult Run<T, TReduction, TResult>(ReadOnlySpan<T> block, TReduction reduction)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TReduction : struct, IReduction<T, TResult> =>
        Vector512.IsHardwareAccelerated ? reduction.Reduce<Lanes512<double>, Lanes512<T>>(block)
        : Vector.IsHardwareAccelerated ? reduction.Reduce<VectorLanes<double>, VectorLanes<T>>(block)
        : reduction.Reduce<Lane<double>, Lane<T>>(block);

    /// <summary>Gathers as many weights as fill whole lanes, and leaves the rest.</summary>
    /// <remarks>
    /// <para>
    /// In several streams, each through its own part of the weights. One core reading one stream from memory waits for its
    /// prefetchers: in eight it sums 16 M floats 1.4 times as fast. In the cache it makes no difference.
    /// </para>
    /// <para>
    /// Into several totals, because one would wait for its own last addition at every step: into eight where each takes
    /// one register and four where two. Totals of more registers are several by themselves, and with a second of their
    /// kind the sixteen registers of AVX2 would not do.
    /// </para>
    /// </remarks>
    // Unoptimised, lanes are calls, and a first call over a million weights would take a hundred times as long.
    // Inlined into a caller, totals would travel through memory, which takes four times as long.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static TTotals Fold<TRegister, T, TFold, TTotals>(ReadOnlySpan<T> weights, TFold fold, out ReadOnlySpan<T> rest)
        where TRegister : struct
        where T : unmanaged
        where TFold : struct, IFold<TTotals, T>
        where TTotals : struct
    {
        var count = (nuint)TFold.Count;
        var length = (nuint)weights.Length;

        // The JIT knows these sizes before it inlines anything, and so spends nothing on loops that are not taken.
        var streams = Unsafe.SizeOf<TTotals>() <= Unsafe.SizeOf<TRegister>() ? 8u : 4u;
        var stride = length / (streams * count) * count;
        ref var w0 = ref MemoryMarshal.GetReference(weights);
        ref var w1 = ref Unsafe.Add(ref w0, stride);
        ref var w2 = ref Unsafe.Add(ref w1, stride);
        ref var w3 = ref Unsafe.Add(ref w2, stride);
        TTotals t0 = default;

        if (Unsafe.SizeOf<TTotals>() <= Unsafe.SizeOf<TRegister>())
        {
            ref var w4 = ref Unsafe.Add(ref w3, stride);
            ref var w5 = ref Unsafe.Add(ref w4, stride);
            ref var w6 = ref Unsafe.Add(ref w5, stride);
            ref var w7 = ref Unsafe.Add(ref w6, stride);
            TTotals t1 = default, t2 = default, t3 = default, t4 = default, t5 = default, t6 = default, t7 = default;
            for (nuint i = 0; i < stride; i += count)
            {
                t0 = fold.Add(t0, in Unsafe.Add(ref w0, i));
                t1 = fold.Add(t1, in Unsafe.Add(ref w1, i));
                t2 = fold.Add(t2, in Unsafe.Add(ref w2, i));
                t3 = fold.Add(t3, in Unsafe.Add(ref w3, i));
                t4 = fold.Add(t4, in Unsafe.Add(ref w4, i));
                t5 = fold.Add(t5, in Unsafe.Add(ref w5, i));
                t6 = fold.Add(t6, in Unsafe.Add(ref w6, i));
                t7 = fold.Add(t7, in Unsafe.Add(ref w7, i));
            }

            t0 = fold.Merge(
                fold.Merge(fold.Merge(t0, t1), fold.Merge(t2, t3)),
                fold.Merge(fold.Merge(t4, t5), fold.Merge(t6, t7)));
        }
        else if (Unsafe.SizeOf<TTotals>() <= 2 * Unsafe.SizeOf<TRegister>())
        {
            TTotals t1 = default, t2 = default, t3 = default;
            for (nuint i = 0; i < stride; i += count)
            {
                t0 = fold.Add(t0, in Unsafe.Add(ref w0, i));
                t1 = fold.Add(t1, in Unsafe.Add(ref w1, i));
                t2 = fold.Add(t2, in Unsafe.Add(ref w2, i));
                t3 = fold.Add(t3, in Unsafe.Add(ref w3, i));
            }

            t0 = fold.Merge(fold.Merge(t0, t1), fold.Merge(t2, t3));
        }
        else
        {
            for (nuint i = 0; i < stride; i += count)
            {
                t0 = fold.Add(t0, in Unsafe.Add(ref w0, i));
                t0 = fold.Add(t0, in Unsafe.Add(ref w1, i));
                t0 = fold.Add(t0, in Unsafe.Add(ref w2, i));
                t0 = fold.Add(t0, in Unsafe.Add(ref w3, i));
            }
        }

        var end = streams * stride;
        for (; end + count <= length; end += count)
        {
            t0 = fold.Add(t0, in Unsafe.Add(ref w0, end));
        }

        rest = weights[(int)end..];
        return t0;
    }
}
