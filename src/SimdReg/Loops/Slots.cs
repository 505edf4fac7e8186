using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg.Loops;

// The number of state slots as types: the JIT resolves a comparison of types before it inlines anything.

/// <summary>No state.</summary>
internal readonly struct Slots0;

/// <summary>One slot.</summary>
internal readonly struct Slots1;

/// <summary>Two slots.</summary>
internal readonly struct Slots2;

/// <summary>Three slots.</summary>
internal readonly struct Slots3;

/// <summary>Two slots, and a third that is only read.</summary>
internal readonly struct Slots2AndSource;

/// <summary>Loads, prefetches and stores the state slots of elements.</summary>
internal static class Slots
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static StateLanes<L> Load<TSlots, L, T>(ref readonly T first, ref readonly T second, ref readonly T third, nuint i)
        where TSlots : struct
        where L : struct, ILanes<L>
        where T : unmanaged
    {
        var state = default(StateLanes<L>);
        if (typeof(TSlots) != typeof(Slots0))
        {
            state.First = L.LoadStored(in Unsafe.Add(ref Unsafe.AsRef(in first), i));
        }

        if (typeof(TSlots) == typeof(Slots2) || typeof(TSlots) == typeof(Slots3) || typeof(TSlots) == typeof(Slots2AndSource))
        {
            state.Second = L.LoadStored(in Unsafe.Add(ref Unsafe.AsRef(in second), i));
        }

        if (typeof(TSlots) == typeof(Slots3) || typeof(TSlots) == typeof(Slots2AndSource))
        {
            state.Third = L.LoadStored(in Unsafe.Add(ref Unsafe.AsRef(in third), i));
        }

        return state;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ahead<TSlots, T>(ref readonly T first, ref readonly T second, ref readonly T third, nuint i)
        where TSlots : struct
        where T : unmanaged
    {
        if (typeof(TSlots) != typeof(Slots0) && typeof(TSlots) != typeof(Slots2AndSource))
        {
            Prefetch.Ahead(in Unsafe.Add(ref Unsafe.AsRef(in first), i));
        }

        if (typeof(TSlots) == typeof(Slots2) || typeof(TSlots) == typeof(Slots3))
        {
            Prefetch.Ahead(in Unsafe.Add(ref Unsafe.AsRef(in second), i));
        }

        if (typeof(TSlots) == typeof(Slots3) || typeof(TSlots) == typeof(Slots2AndSource))
        {
            Prefetch.Ahead(in Unsafe.Add(ref Unsafe.AsRef(in third), i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TSlots, L, T>(ref readonly StateLanes<L> state, ref T first, ref T second, ref T third, nuint i)
        where TSlots : struct
        where L : struct, ILanes<L>
        where T : unmanaged
    {
        if (typeof(TSlots) != typeof(Slots0))
        {
            state.First.StoreRounded(ref Unsafe.Add(ref first, i));
        }

        if (typeof(TSlots) == typeof(Slots2) || typeof(TSlots) == typeof(Slots3) || typeof(TSlots) == typeof(Slots2AndSource))
        {
            state.Second.StoreRounded(ref Unsafe.Add(ref second, i));
        }

        if (typeof(TSlots) == typeof(Slots3))
        {
            state.Third.StoreRounded(ref Unsafe.Add(ref third, i));
        }
    }

    /// <summary>Rounds the state to the type in which it is stored. With <paramref name="flushes"/>, subnormal numbers become +0: a decaying mean becomes subnormal like a weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static StateLanes<L> Round<TSlots, L, T, TRounding>(StateLanes<L> state, bool flushes, in TRounding rounding, nuint i)
        where TSlots : struct
        where L : struct, ILanes<L>
        where T : unmanaged
        where TRounding : struct, IRounding
    {
        if (typeof(TSlots) != typeof(Slots0))
        {
            state.First = L.Round<T, TRounding>(state.First, flushes, in rounding, i, 1);
        }

        if (typeof(TSlots) == typeof(Slots2) || typeof(TSlots) == typeof(Slots3) || typeof(TSlots) == typeof(Slots2AndSource))
        {
            state.Second = L.Round<T, TRounding>(state.Second, flushes, in rounding, i, 2);
        }

        if (typeof(TSlots) == typeof(Slots3))
        {
            state.Third = L.Round<T, TRounding>(state.Third, flushes, in rounding, i, 3);
        }

        return state;
    }
}
