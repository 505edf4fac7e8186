using System.Numerics;
using System.Runtime.CompilerServices;

namespace SimdReg.Sums;

/// <summary>Weights as blocks, each of which is summed on its own. A copy made before the first <see cref="MoveNext"/> starts at the first block.</summary>
internal interface IBlocks<T>
    where T : unmanaged
{
    /// <summary>The block: never empty, and no longer than <see cref="Blocks{T}.Length"/>.</summary>
    ReadOnlySpan<T> Current { get; }

    bool MoveNext();
}

/// <summary>Cuts a span into blocks, each of which is summed on its own.</summary>
/// <remarks>
/// Within a block, or a part of one where it is summed in double, the rounding errors of a lane grow with the number of its
/// additions. From block to block the sum is compensated. Where blocks begin does not depend on the number of threads.
/// </remarks>
internal ref struct Blocks<T>(ReadOnlySpan<T> span) : IBlocks<T>
    where T : unmanaged
{
    /// <summary>The length of a block, and of a part, without vectors: its four totals take 4,096 terms each, for which <c>docs/numerics.md</c> has the proof.</summary>
    public const int LaneLength = 16384;

    private readonly ReadOnlySpan<T> _span = span;
    private int _start;

    /// <summary>The length of every block but the last.</summary>
    public static int Length => OrLane(Thresholds.BlockBytes);

    /// <summary>The length that is summed in double at once. No lane takes more than half of it.</summary>
    public static int PartLength => OrLane(Thresholds.DoublePartBytes);

    public ReadOnlySpan<T> Current { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        Current = _span.Slice(_start, Math.Min(Length, _span.Length - _start));
        _start += Current.Length;
        return !Current.IsEmpty;
    }

    private static int OrLane(int bytes) => Vector.IsHardwareAccelerated ? bytes / Unsafe.SizeOf<T>() : LaneLength;
}
