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
        TTotals totals = default;

        for (nuint i = 0; i < length; i += count)
        {
            ref var stored = ref Unsafe.Add(ref w, i);
            ref var source = ref Unsafe.Add(ref g, i);
            var before = W.FlushSubnormal(W.Load(in stored));
            var numbers = Slots.Load<TSlots, W, T>(in a, in b, in c, i);
            totals = fold.AddGradients(totals, in source);

            var after = formula.Next(before, W.Load(in source), ref numbers);
            after.Store(ref stored);
            Slots.Store<TSlots, W, T>(in numbers, ref a, ref b, ref c, i);
            totals = fold.AddWeights(totals, before, after, in stored);
        }

        return totals;
    }
}
