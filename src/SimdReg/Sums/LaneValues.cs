using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Lanes;

namespace SimdReg.Sums;

/// <summary>The numbers side by side in lanes, one by one: for what is done once, after a loop.</summary>
internal static class LaneValues
{
    /// <summary>Lanes are a vector and nothing else, so their memory is its elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<T> Of<L, T>(ref readonly L lanes)
        where L : struct, ILanes<L, T>
        where T : unmanaged =>
        MemoryMarshal.CreateReadOnlySpan(in Unsafe.As<L, T>(ref Unsafe.AsRef(in lanes)), L.Count);
}
