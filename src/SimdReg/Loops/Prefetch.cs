using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace SimdReg.Loops;

// Whether a loop prefetches memory that it will read some iterations later, as types. It affects speed, not results.

/// <summary>Leaves prefetching to the processor.</summary>
internal readonly struct NoPrefetch;

/// <summary>Prefetches by an instruction.</summary>
/// <remarks>
/// The hardware prefetchers stop at the end of a page and run only a few lines ahead. The more a loop computes, the fewer of its
/// iterations fit into the reorder buffer, and the later its loads are issued. <c>docs/performance.md</c> shows where prefetching gains and
/// where it loses.
/// </remarks>
internal readonly struct Prefetch
{
    /// <summary>Whether prefetching helps on this processor: on Intel processors, of which one was measured.</summary>
    public static bool Gains { get; } = Sse.IsSupported && X86Base.CpuId(0, 0).Ebx == 0x756E6547; // "Genu" in "GenuineIntel".

    /// <summary>Whether to prefetch in the iteration at element <paramref name="i"/>: once for each cache line.</summary>
    /// <param name="i">A multiple of <paramref name="count"/>.</param>
    /// <param name="count">The number of elements of an iteration: a power of two.</param>
    // A prefetch is a large part of the loop of a sum, so lanes of half a cache line must not prefetch each line twice.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsDue<T>(nuint i, nuint count)
        where T : unmanaged
    {
        var line = (nuint)(Thresholds.CacheLineBytes / Unsafe.SizeOf<T>());
        return count >= line || i % line == 0;
    }

    /// <summary>Prefetches memory at a fixed distance after a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Ahead<T>(ref readonly T place)
        where T : unmanaged
    {
        // The address may be stale or beyond the memory: a prefetch reads nothing.
        if (Sse.IsSupported)
        {
            Sse.Prefetch0((byte*)Unsafe.AsPointer(ref Unsafe.AsRef(in place)) + Thresholds.PrefetchDistanceBytes);
        }
    }
}
