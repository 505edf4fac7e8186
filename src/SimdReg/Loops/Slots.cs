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

/// <summary>Loads, prefetches and stores the state slots of elements.</summary>
internal static class Slots
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static StateLanes<L> Load<TSlots, L, T>(ref readonly T first, ref readonly T second, ref readonly T third, nuint i)
        where TSlots : struct
        where L : struct, ILanes<L, T>
        where T : unmanaged
    {
        var state = default(StateLanes<L>);
        if (typeof(TSlots) != typeof(Slots0))
        {
            state.First = L.Load(in Unsafe.Add(ref Unsafe.AsRef(in first), i));
        }

        if (typeof(TSlots) == typeof(Slots2) || typeof(TSlots) == typeof(Slots3))
        {
            state.Second = L.Load(in Unsafe.Add(ref Unsafe.AsRef(in second), i));
        }

        if (typeof(TSlots) == typeof(Slots3))
        {
            state.Third = L.Load(in Unsafe.Add(ref Unsafe.AsRef(in third), i));
        }

        return state;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ahead<TSlots, T>(ref readonly T first, ref readonly T second, ref readonly T third, nuint i)
        where TSlots : struct
        where T : unmanaged
    {
        if (typeof(TSlots) != typeof(Slots0))
        {
            Prefetch.Ahead(in Unsafe.Add(ref Unsafe.AsRef(in first), i));
        }

        if (typeof(TSlots) == typeof(Slots2) || typeof(TSlots) == typeof(Slots3))
        {
            Prefetch.Ahead(in Unsafe.Add(ref Unsafe.AsRef(in second), i));
        }

        if (typeof(TSlots) == typeof(Slots3))
        {
            Prefetch.Ahead(in Unsafe.Add(ref Unsafe.AsRef(in third), i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TSlots, L, T>(ref readonly StateLanes<L> state, ref T first, ref T second, ref T third, nuint i)
        where TSlots : struct
        where L : struct, ILanes<L, T>
        where T : unmanaged
    {
        if (typeof(TSlots) != typeof(Slots0))
        {
            state.First.Store(ref Unsafe.Add(ref first, i));
        }

        if (typeof(TSlots) == typeof(Slots2) || typeof(TSlots) == typeof(Slots3))
        {
            state.Second.Store(ref Unsafe.Add(ref second, i));
        }

        if (typeof(TSlots) == typeof(Slots3))
        {
            state.Third.Store(ref Unsafe.Add(ref third, i));
        }
    }

    /// <summary>Replaces subnormal numbers in the state by +0: a decaying mean becomes subnormal, like a weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static StateLanes<L> FlushSubnormal<TSlots, L>(StateLanes<L> state)
        where TSlots : struct
        where L : struct, ILanes<L>
    {
        if (typeof(TSlots) != typeof(Slots0))
        {
            state.First = L.FlushSubnormal(state.First);
        }

        if (typeof(TSlots) == typeof(Slots2) || typeof(TSlots) == typeof(Slots3))
        {
            state.Second = L.FlushSubnormal(state.Second);
        }

        if (typeof(TSlots) == typeof(Slots3))
        {
            state.Third = L.FlushSubnormal(state.Third);
        }

        return state;
    }
}
