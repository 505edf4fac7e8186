using System.Numerics;
using System.Runtime.CompilerServices;

namespace SimdReg.Sums;

/// <summary>Weights as blocks, each of which is summed on its own. A copy made before the first of them begins there.</summary>
internal interface IBlocks<T>
    where T : unmanaged
{
    /// <summary>The block: never empty, and no longer than <see cref="Blocks{T}.LongLength"/>.</summary>
    ReadOnlySpan<T> Current { get; }

    bool MoveNext();
}

/// <summary>Cuts a span into blocks, each of which is summed on its own.</summary>
/// <remarks>
/// Within a block, or a part of one where it is summed in double, the rounding errors of a lane grow with the number of its
/// additions. From block to block the sum is compensated. Each block begins anew, with empty accumulators and streams that the
/// prefetchers have yet to find: sums of 16 M floats took 1.4 times as long at 64 KiB as at 1 MiB, and 1.1 times at 256 KiB.
/// At 4 MiB they take 0.96 of the time, and no less at 16 or 64. What a cache may hold gains nothing from longer blocks,
/// and threads share it better in short ones.
/// </remarks>
internal ref struct Blocks<T>(ReadOnlySpan<T> span) : IBlocks<T>
    where T : unmanaged
{
    /// <summary>The length of a block, and of a part, without vectors: all of its weights may then go into one lane.</summary>
    public const int LaneLength = 16384;

    private const int MiB = 1024 * 1024;

    private readonly ReadOnlySpan<T> _span = span;
    private int _start;

    /// <summary>The blocks of a span that a cache may hold: 1 MiB.</summary>
    public static int Length => OrLane(1 * MiB);

    /// <summary>The blocks of longer ones: 4 MiB.</summary>
    public static int LongLength => OrLane(4 * MiB);

    /// <summary>What is summed in double at once: 256 KiB, of which no lane takes more than half.</summary>
    public static int PartLength => OrLane(MiB / 4);

    /// <summary>From this length on, of 64 MiB, blocks are long: at least sixteen, for as many threads.</summary>
    public static int LongSpanLength => 64 * MiB / Unsafe.SizeOf<T>();

    public ReadOnlySpan<T> Current { get; private set; }

    /// <summary>How long the blocks of so many weights are, but for the last. It may not depend on the number of threads.</summary>
    public static int LengthFor(int count) => count < LongSpanLength ? Length : LongLength;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        Current = _span.Slice(_start, Math.Min(LengthFor(_span.Length), _span.Length - _start));
        _start += Current.Length;
        return !Current.IsEmpty;
    }

    private static int OrLane(int bytes) => Vector.IsHardwareAccelerated ? bytes / Unsafe.SizeOf<T>() : LaneLength;
}
