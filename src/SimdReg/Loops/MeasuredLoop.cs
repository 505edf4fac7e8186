using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Lanes;

namespace SimdReg.Loops;

/// <summary>Walks a step over weights as <see cref="ElementwiseLoop"/> does, and gathers what it did.</summary>
internal static class MeasuredLoop
{
    /// <summary>Steps over weights that fill whole lanes, each of them once: what is counted must not be walked twice.</summary>
    public static TTotals Run<W, T, TFormula, TFold, TTotals>(
        Span<T> weights, ReadOnlySpan<T> gradients, StateSpans<T> state, TFormula formula, TFold fold)
        where W : struct, ILanes<W, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise
        where TFold : struct, IStepFold<TTotals, W, T>
        where TTotals : struct =>
        TFormula.StateCount switch
        {
            0 => Walk<W, T, TFormula, Slots0, TFold, TTotals>(weights, gradients, state, formula, fold),
            1 => Walk<W, T, TFormula, Slots1, TFold, TTotals>(weights, gradients, state, formula, fold),
            2 => Walk<W, T, TFormula, Slots2, TFold, TTotals>(weights, gradients, state, formula, fold),
            _ => Walk<W, T, TFormula, Slots3, TFold, TTotals>(weights, gradients, state, formula, fold),
        };

    // For the attributes see ElementwiseLoop.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static TTotals Walk<W, T, TFormula, TSlots, TFold, TTotals>(
        Span<T> weights, ReadOnlySpan<T> gradients, StateSpans<T> state, TFormula formula, TFold fold)
        where W : struct, ILanes<W, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise
        where TSlots : struct
        where TFold : struct, IStepFold<TTotals, W, T>
        where TTotals : struct
    {
        ref var w = ref MemoryMarshal.GetReference(weights);
        ref var g = ref MemoryMarshal.GetReference(gradients);
        ref var a = ref MemoryMarshal.GetReference(state.First);
        ref var b = ref MemoryMarshal.GetReference(state.Second);
        ref var c = ref MemoryMarshal.GetReference(state.Third);
        var count = (nuint)W.Count;
        var length = (nuint)weights.Length;
        if (length == 0)
        {
            return default;
        }

        // The first before the loop: so the JIT computes there, once, what a formula has in common for all weights. With
        // more state that is too much for it to inline twice.
        TTotals totals = default;
        nuint i = 0;
        if (Unsafe.SizeOf<TSlots>() <= Unsafe.SizeOf<Slots1>())
        {
            totals = Update<W, T, TFormula, TSlots, TFold, TTotals>(formula, fold, totals, ref w, in g, ref a, ref b, ref c, 0);
            i = count;
        }

        for (; i < length; i += count)
        {
            totals = Update<W, T, TFormula, TSlots, TFold, TTotals>(formula, fold, totals, ref w, in g, ref a, ref b, ref c, i);
        }

        return totals;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TTotals Update<W, T, TFormula, TSlots, TFold, TTotals>(
        TFormula formula, TFold fold, TTotals totals, ref T weights, ref readonly T gradients, ref T a, ref T b, ref T c, nuint i)
        where W : struct, ILanes<W, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise
        where TSlots : struct
        where TFold : struct, IStepFold<TTotals, W, T>
        where TTotals : struct
    {
        ref var stored = ref Unsafe.Add(ref weights, i);
        ref var source = ref Unsafe.Add(ref Unsafe.AsRef(in gradients), i);
        var before = W.FlushSubnormal(W.Load(in stored));
        var state = Slots.Load<TSlots, W, T>(in a, in b, in c, i);
        totals = fold.AddGradients(totals, in source);

        var after = formula.Next(before, W.Load(in source), ref state);
        after.Store(ref stored);
        Slots.Store<TSlots, W, T>(in state, ref a, ref b, ref c, i);
        return fold.AddWeights(totals, before, after, in stored);
    }
}
