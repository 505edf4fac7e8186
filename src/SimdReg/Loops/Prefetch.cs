using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace SimdReg.Loops;

/// <summary>Whether a loop prefetches what it will read some turns later. That changes its speed, not its result.</summary>
internal interface IPrefetch
{
    /// <summary>Prefetches the memory ahead of a place.</summary>
    static abstract void Ahead<T>(ref readonly T place)
        where T : unmanaged;
}

/// <summary>Leaves prefetching to the processor.</summary>
internal readonly struct NoPrefetch : IPrefetch
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ahead<T>(ref readonly T place)
        where T : unmanaged
    {
    }
}

/// <summary>Prefetches.</summary>
/// <remarks>
/// The processor's own prefetchers stop at the end of a page, and run only some lines ahead. The more a loop computes, the fewer of its
/// turns fit into the processor, and the later it asks by itself. <c>docs/performance.md</c> shows what prefetching gains, and where it loses.
/// </remarks>
internal readonly struct Prefetch : IPrefetch
{
    /// <summary>Whether prefetching gains anything here: on Intel processors, of which one was measured.</summary>
    public static bool Gains { get; } = Sse.IsSupported && X86Base.CpuId(0, 0).Ebx == 0x756E6547; // "Genu", of "GenuineIntel".

    /// <summary>Whether to ask in the turn that begins with element <paramref name="i"/>: once for each line.</summary>
    /// <param name="i">A multiple of <paramref name="count"/>.</param>
    /// <param name="count">How many elements a turn takes: a power of two.</param>
    // Asking is a third of a sum's loop, so lanes of half a line must not ask twice for each line.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsDue<T>(nuint i, nuint count)
        where T : unmanaged
    {
        var line = (nuint)(Thresholds.CacheLineBytes / Unsafe.SizeOf<T>());
        return count >= line || i % line == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Ahead<T>(ref readonly T place)
        where T : unmanaged
    {
        // The garbage collector may move what lies there, and it may end before: nothing is read.
        if (Sse.IsSupported)
        {
            Sse.Prefetch0((byte*)Unsafe.AsPointer(ref Unsafe.AsRef(in place)) + Thresholds.PrefetchDistanceBytes);
        }
    }
}
