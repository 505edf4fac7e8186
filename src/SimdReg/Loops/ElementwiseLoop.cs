using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SimdReg.Lanes;

namespace SimdReg.Loops;

/// <summary>Walks a formula over spans: target[i] ← f(target[i], source[i], state[i]).</summary>
internal static class ElementwiseLoop
{
    /// <summary>Runs on the widest lanes that the machine has and the spans fill.</summary>
    /// <remarks>The caller has checked the spans: equally long, and without partial overlap.</remarks>
    public static void Run<T, TFormula>(Span<T> target, ReadOnlySpan<T> source, StateSpans<T> state, TFormula formula)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise
    {
        if (Vector512.IsHardwareAccelerated && target.Length >= Lanes512<T>.Count)
        {
            Run<Lanes512<T>, T, TFormula>(target, source, state, formula);
        }
        else if (Vector.IsHardwareAccelerated && target.Length >= VectorLanes<T>.Count)
        {
            Run<VectorLanes<T>, T, TFormula>(target, source, state, formula);
        }
        else
        {
            Run<Lane<T>, T, TFormula>(target, source, state, formula);
        }
    }

    /// <summary>Runs on the lanes <typeparamref name="L"/>, which the spans fill at least once or not at all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<L, T, TFormula>(Span<T> target, ReadOnlySpan<T> source, StateSpans<T> state, TFormula formula)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise
    {
        switch (TFormula.StateCount)
        {
            case 0:
                Walk<L, T, TFormula, Slots0>(target, source, state, formula);
                break;
            case 1:
                Walk<L, T, TFormula, Slots1>(target, source, state, formula);
                break;
            case 2:
                Walk<L, T, TFormula, Slots2>(target, source, state, formula);
                break;
            default:
                Walk<L, T, TFormula, Slots3>(target, source, state, formula);
                break;
        }
    }

    /// <remarks>
    /// The first and the last lanes are computed before anything is written, and stored after everything else. Whatever
    /// lies between a boundary and the nearest whole lanes is thereby computed twice, from the same inputs and to the
    /// same bits, and no element takes another way than the rest.
    /// </remarks>
    // Unoptimised, lanes are calls, and a first call over a million weights would take a hundred times as long.
    // Inlined into a caller, the formula would travel through memory, which takes four times as long.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Walk<L, T, TFormula, TSlots>(Span<T> target, ReadOnlySpan<T> source, StateSpans<T> state, TFormula formula)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise
        where TSlots : struct
    {
        if (target.IsEmpty)
        {
            return;
        }

        ref var t = ref MemoryMarshal.GetReference(target);
        ref var s = ref MemoryMarshal.GetReference(source);
        ref var a = ref MemoryMarshal.GetReference(state.First);
        ref var b = ref MemoryMarshal.GetReference(state.Second);
        ref var c = ref MemoryMarshal.GetReference(state.Third);
        var count = (nuint)L.Count;
        var last = (nuint)target.Length - count;

        var firstState = Slots.Load<TSlots, L, T>(in a, in b, in c, 0);
        var lastState = Slots.Load<TSlots, L, T>(in a, in b, in c, last);
        var firstResult = formula.Next(L.Load(in t), L.Load(in s), ref firstState);
        var lastResult = formula.Next(L.Load(in Unsafe.Add(ref t, last)), L.Load(in Unsafe.Add(ref s, last)), ref lastState);

        // A store across two cache lines costs a step in L1 up to half its speed; a load does not.
        var i = ElementsToBoundary<L, T>(ref t);

        // With state there is more to do for each lanes than a turn of the loop costs, and what is inlined too often is not inlined.
        for (; Unsafe.SizeOf<TSlots>() == 1 && i + (3 * count) <= last; i += 4 * count)
        {
            Update<L, T, TFormula, TSlots>(formula, ref t, in s, ref a, ref b, ref c, i);
            Update<L, T, TFormula, TSlots>(formula, ref t, in s, ref a, ref b, ref c, i + count);
            Update<L, T, TFormula, TSlots>(formula, ref t, in s, ref a, ref b, ref c, i + (2 * count));
            Update<L, T, TFormula, TSlots>(formula, ref t, in s, ref a, ref b, ref c, i + (3 * count));
        }

        for (; i < last; i += count)
        {
            Update<L, T, TFormula, TSlots>(formula, ref t, in s, ref a, ref b, ref c, i);
        }

        firstResult.Store(ref t);
        lastResult.Store(ref Unsafe.Add(ref t, last));
        Slots.Store<TSlots, L, T>(in firstState, ref a, ref b, ref c, 0);
        Slots.Store<TSlots, L, T>(in lastState, ref a, ref b, ref c, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Update<L, T, TFormula, TSlots>(
        TFormula formula, ref T target, ref readonly T source, ref T a, ref T b, ref T c, nuint i)
        where L : struct, ILanes<L, T>
        where T : unmanaged
        where TFormula : struct, IElementwise
        where TSlots : struct
    {
        ref var t = ref Unsafe.Add(ref target, i);
        var state = Slots.Load<TSlots, L, T>(in a, in b, in c, i);
        formula.Next(L.Load(in t), L.Load(in Unsafe.Add(ref Unsafe.AsRef(in source), i)), ref state).Store(ref t);
        Slots.Store<TSlots, L, T>(in state, ref a, ref b, ref c, i);
    }

    /// <summary>How many elements lie before the first address that a store of whole lanes likes best.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe nuint ElementsToBoundary<L, T>(ref T start)
        where L : struct, ILanes<L, T>
        where T : unmanaged
    {
        var width = (nuint)(L.Count * sizeof(T));

        // The garbage collector may move the span: that changes its speed, not its result.
        return (0 - (nuint)Unsafe.AsPointer(ref start)) % width / (nuint)sizeof(T);
    }
}
