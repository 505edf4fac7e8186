using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Lanes;

namespace SimdReg.Loops;

/// <summary>No state: its size stands for a count, because the JIT knows sizes before it inlines, and then reads no code for what is not there.</summary>
[StructLayout(LayoutKind.Sequential, Size = 1)]
internal readonly struct Slots0;

/// <summary>One number for each element.</summary>
[StructLayout(LayoutKind.Sequential, Size = 2)]
internal readonly struct Slots1;

/// <summary>Two.</summary>
[StructLayout(LayoutKind.Sequential, Size = 3)]
internal readonly struct Slots2;

/// <summary>Three.</summary>
[StructLayout(LayoutKind.Sequential, Size = 4)]
internal readonly struct Slots3;

/// <summary>Moves as many numbers of state as there are.</summary>
internal static class Slots
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static StateLanes<L> Load<TSlots, L, T>(ref readonly T first, ref readonly T second, ref readonly T third, nuint i)
        where TSlots : struct
        where L : struct, ILanes<L, T>
        where T : unmanaged
    {
        var state = default(StateLanes<L>);
        if (Unsafe.SizeOf<TSlots>() > 1)
        {
            state.First = L.Load(in Unsafe.Add(ref Unsafe.AsRef(in first), i));
        }

        if (Unsafe.SizeOf<TSlots>() > 2)
        {
            state.Second = L.Load(in Unsafe.Add(ref Unsafe.AsRef(in second), i));
        }

        if (Unsafe.SizeOf<TSlots>() > 3)
        {
            state.Third = L.Load(in Unsafe.Add(ref Unsafe.AsRef(in third), i));
        }

        return state;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch<TSlots, T, TPrefetch>(ref readonly T first, ref readonly T second, ref readonly T third, nuint i)
        where TSlots : struct
        where T : unmanaged
        where TPrefetch : struct, IPrefetch
    {
        if (Unsafe.SizeOf<TSlots>() > 1)
        {
            TPrefetch.Ahead(in Unsafe.Add(ref Unsafe.AsRef(in first), i));
        }

        if (Unsafe.SizeOf<TSlots>() > 2)
        {
            TPrefetch.Ahead(in Unsafe.Add(ref Unsafe.AsRef(in second), i));
        }

        if (Unsafe.SizeOf<TSlots>() > 3)
        {
            TPrefetch.Ahead(in Unsafe.Add(ref Unsafe.AsRef(in third), i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TSlots, L, T>(ref readonly StateLanes<L> state, ref T first, ref T second, ref T third, nuint i)
        where TSlots : struct
        where L : struct, ILanes<L, T>
        where T : unmanaged
    {
        if (Unsafe.SizeOf<TSlots>() > 1)
        {
            state.First.Store(ref Unsafe.Add(ref first, i));
        }

        if (Unsafe.SizeOf<TSlots>() > 2)
        {
            state.Second.Store(ref Unsafe.Add(ref second, i));
        }

        if (Unsafe.SizeOf<TSlots>() > 3)
        {
            state.Third.Store(ref Unsafe.Add(ref third, i));
        }
    }

    /// <summary>The state without subnormal numbers: a mean that decays is driven there like a weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static StateLanes<L> FlushSubnormal<TSlots, L>(StateLanes<L> state)
        where TSlots : struct
        where L : struct, ILanes<L>
    {
        if (Unsafe.SizeOf<TSlots>() > 1)
        {
            state.First = L.FlushSubnormal(state.First);
        }

        if (Unsafe.SizeOf<TSlots>() > 2)
        {
            state.Second = L.FlushSubnormal(state.Second);
        }

        if (Unsafe.SizeOf<TSlots>() > 3)
        {
            state.Third = L.FlushSubnormal(state.Third);
        }

        return state;
    }
}
