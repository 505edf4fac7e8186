using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SimdReg.Lanes;

namespace SimdReg.Sums;

/// <summary>Access to single elements of lanes, after a loop.</summary>
internal static class LaneValues
{
    /// <summary>The elements of lanes. Lanes contain one vector and nothing else, so their memory is that of its elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<T> Of<L, T>(ref readonly L lanes)
        where L : struct, ILanes<L, T>
        where T : unmanaged =>
        MemoryMarshal.CreateReadOnlySpan(in Unsafe.As<L, T>(ref Unsafe.AsRef(in lanes)), L.Count);

    /// <summary>The sum of all elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum<L, T>(L values)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(L) == typeof(Lanes512<T>) ? Vector512.Sum(Unsafe.BitCast<L, Vector512<T>>(values))
        : typeof(L) == typeof(VectorLanes<T>) ? Vector.Sum(Unsafe.BitCast<L, Vector<T>>(values))
        : Of<L, T>(in values)[0];

    /// <summary>The largest magnitude, or NaN if there is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Largest<L, T>(L magnitudes)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? Unsafe.BitCast<int, T>(Largest(MemoryMarshal.Cast<T, int>(Of<L, T>(in magnitudes))))
            : Unsafe.BitCast<long, T>(Largest(MemoryMarshal.Cast<T, long>(Of<L, T>(in magnitudes))));

    // The order of magnitudes is that of their bits, with NaN above all.
    private static TBits Largest<TBits>(ReadOnlySpan<TBits> magnitudes)
        where TBits : struct, IBinaryInteger<TBits>
    {
        var largest = TBits.Zero;
        foreach (var bits in magnitudes)
        {
            largest = TBits.Max(largest, bits);
        }

        return largest;
    }
}
