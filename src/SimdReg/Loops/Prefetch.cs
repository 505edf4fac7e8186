using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace SimdReg.Loops;

/// <summary>Whether a loop asks the caches for what it will read some turns later. What it asks for changes its speed, not its result.</summary>
internal interface IPrefetch
{
    /// <summary>Asks for what lies ahead of a place.</summary>
    static abstract void Ahead<T>(ref readonly T place)
        where T : unmanaged;
}

/// <summary>It leaves that to the processor.</summary>
internal readonly struct NoPrefetch : IPrefetch
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ahead<T>(ref readonly T place)
        where T : unmanaged
    {
    }
}

/// <summary>It asks.</summary>
/// <remarks>
/// A processor foresees what a loop reads, but not beyond the end of a page, and only some lines ahead. The more a loop computes, the
/// fewer of its turns fit into the processor, and the later it asks by itself. Half a page ahead took as long as a quarter or a whole
/// one. <c>docs/performance.md</c> tells what it gains on an Emerald Rapids. On a Zen 4 steps with state took 1.0 to 1.5 times as long.
/// </remarks>
internal readonly struct Prefetch : IPrefetch
{
    private const int Distance = 2048;
    private const int LineBytes = 64;

    /// <summary>Whether it gains anything here: on processors of Intel, of which one was measured.</summary>
    public static bool Gains { get; } = Sse.IsSupported && X86Base.CpuId(0, 0).Ebx == 0x756E6547; // "Genu", of "GenuineIntel".

    /// <summary>Whether to ask in the turn that begins with element <paramref name="i"/>: once for each line.</summary>
    /// <param name="i">A multiple of <paramref name="count"/>.</param>
    /// <param name="count">How many elements a turn takes: a power of two.</param>
    // To ask is a third of a sum's loop: of lanes of half a line, twice for each, it took 1.17 times as long.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsDue<T>(nuint i, nuint count)
        where T : unmanaged
    {
        var line = (nuint)(LineBytes / Unsafe.SizeOf<T>());
        return count >= line || i % line == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Ahead<T>(ref readonly T place)
        where T : unmanaged
    {
        // The garbage collector may move what lies there, and it may end before: nothing is read.
        if (Sse.IsSupported)
        {
            Sse.Prefetch0((byte*)Unsafe.AsPointer(ref Unsafe.AsRef(in place)) + Distance);
        }
    }
}
