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
    /// Into several totals, because one would wait for its own last addition at every step: into eight where each takes
    /// one register and four where two. Totals of more registers are several by themselves, and with a second of their
    /// kind the sixteen registers of AVX2 would not do.
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
        ref var w = ref MemoryMarshal.GetReference(weights);
        var count = (nuint)TFold.Count;
        var length = (nuint)weights.Length;
        TTotals t0 = default;
        nuint i = 0;

        // The JIT knows these sizes before it inlines anything, and so spends nothing on loops that are not taken.
        if (Unsafe.SizeOf<TTotals>() <= 2 * Unsafe.SizeOf<TRegister>())
        {
            TTotals t1 = default, t2 = default, t3 = default;
            if (Unsafe.SizeOf<TTotals>() <= Unsafe.SizeOf<TRegister>())
            {
                TTotals t4 = default, t5 = default, t6 = default, t7 = default;
                for (; i + (8 * count) <= length; i += 8 * count)
                {
                    ref var w0 = ref Unsafe.Add(ref w, i);
                    t0 = fold.Add(t0, in w0);
                    t1 = fold.Add(t1, in Unsafe.Add(ref w0, count));
                    t2 = fold.Add(t2, in Unsafe.Add(ref w0, 2 * count));
                    t3 = fold.Add(t3, in Unsafe.Add(ref w0, 3 * count));
                    t4 = fold.Add(t4, in Unsafe.Add(ref w0, 4 * count));
                    t5 = fold.Add(t5, in Unsafe.Add(ref w0, 5 * count));
                    t6 = fold.Add(t6, in Unsafe.Add(ref w0, 6 * count));
                    t7 = fold.Add(t7, in Unsafe.Add(ref w0, 7 * count));
                }

                t0 = fold.Merge(t0, t4);
                t1 = fold.Merge(t1, t5);
                t2 = fold.Merge(t2, t6);
                t3 = fold.Merge(t3, t7);
            }

            for (; i + (4 * count) <= length; i += 4 * count)
            {
                ref var w0 = ref Unsafe.Add(ref w, i);
                t0 = fold.Add(t0, in w0);
                t1 = fold.Add(t1, in Unsafe.Add(ref w0, count));
                t2 = fold.Add(t2, in Unsafe.Add(ref w0, 2 * count));
                t3 = fold.Add(t3, in Unsafe.Add(ref w0, 3 * count));
            }

            t0 = fold.Merge(fold.Merge(t0, t1), fold.Merge(t2, t3));
        }

        for (; i + count <= length; i += count)
        {
            t0 = fold.Add(t0, in Unsafe.Add(ref w, i));
        }

        rest = weights[(int)i..];
        return t0;
    }
}
