using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SimdReg.Lanes;

namespace SimdReg.Loops;

/// <summary>Walks a formula over two spans: target[i] ← f(target[i], source[i]).</summary>
internal static class ElementwiseLoop
{
    /// <summary>Runs on the widest lanes that the machine has and the spans fill.</summary>
    /// <remarks>The caller has checked the spans: equally long, the same start or no overlap.</remarks>
    public static void Run<T, TFormula>(Span<T> target, ReadOnlySpan<T> source, TFormula formula)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise
    {
        if (Vector512.IsHardwareAccelerated && target.Length >= Lanes512<T>.Count)
        {
            Run<Lanes512<T>, T, TFormula>(target, source, formula);
        }
        else if (Vector.IsHardwareAccelerated && target.Length >= VectorLanes<T>.Count)
        {
            Run<VectorLanes<T>, T, TFormula>(target, source, formula);
        }
        else
        {
            Run<Lane<T>, T, TFormula>(target, source, formula);
        }
    }

    /// <summary>Runs on the lanes <typeparamref name="L"/>, which the spans fill at least once or not at all.</summary>
    /// <remarks>
    /// The first and the last lanes are computed before anything is written, and stored after everything else. Whatever
    /// lies between a boundary and the nearest whole lanes is thereby computed twice, from the same inputs and to the
    /// same bits, and no element takes another way than the rest.
    /// </remarks>
    // Unoptimised, lanes are calls, and a first call over a million weights would take a hundred times as long.
    // Inlined into a caller, the formula would travel through memory, which takes four times as long.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run<L, T, TFormula>(Span<T> target, ReadOnlySpan<T> source, TFormula formula)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise
    {
        if (target.IsEmpty)
        {
            return;
        }

        ref var t = ref MemoryMarshal.GetReference(target);
        ref var s = ref MemoryMarshal.GetReference(source);
        var count = (nuint)L.Count;
        var last = (nuint)target.Length - count;

        var firstResult = formula.Next(L.Load(in t), L.Load(in s));
        var lastResult = formula.Next(L.Load(in Unsafe.Add(ref t, last)), L.Load(in Unsafe.Add(ref s, last)));

        // A store across two cache lines costs a step in L1 up to half its speed; a load does not.
        var i = ElementsToBoundary<L, T>(ref t);

        for (; i + (3 * count) <= last; i += 4 * count)
        {
            Update<L, T, TFormula>(formula, ref t, in s, i);
            Update<L, T, TFormula>(formula, ref t, in s, i + count);
            Update<L, T, TFormula>(formula, ref t, in s, i + (2 * count));
            Update<L, T, TFormula>(formula, ref t, in s, i + (3 * count));
        }

        for (; i < last; i += count)
        {
            Update<L, T, TFormula>(formula, ref t, in s, i);
        }

        firstResult.Store(ref t);
        lastResult.Store(ref Unsafe.Add(ref t, last));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Update<L, T, TFormula>(TFormula formula, ref T target, ref readonly T source, nuint i)
        where L : struct, ILanes<L, T>
        where T : unmanaged
        where TFormula : struct, IElementwise
    {
        ref var t = ref Unsafe.Add(ref target, i);
        formula.Next(L.Load(in t), L.Load(in Unsafe.Add(ref Unsafe.AsRef(in source), i))).Store(ref t);
    }

    /// <summary>How many elements lie before the first address that a store of whole lanes likes best.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe nuint ElementsToBoundary<L, T>(ref T start)
        where L : struct, ILanes<L, T>
        where T : unmanaged
    {
        var width = (nuint)(L.Count * sizeof(T));

        // The garbage collector may move the span: that changes its speed, not its result.
        return (0 - (nuint)Unsafe.AsPointer(ref start)) % width / (nuint)sizeof(T);
    }
}
