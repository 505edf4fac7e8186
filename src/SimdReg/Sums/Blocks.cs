using System.Numerics;
using System.Runtime.CompilerServices;

namespace SimdReg.Sums;

/// <summary>Weights in blocks that are summed separately. A copy made before the first <see cref="MoveNext"/> starts at the first block.</summary>
internal interface IBlocks<T>
    where T : unmanaged
{
    /// <summary>The current block: never empty, at most <see cref="Blocks{T}.Length"/> weights.</summary>
    ReadOnlySpan<T> Current { get; }

    bool MoveNext();
}

/// <summary>Cuts a span into blocks that are summed separately.</summary>
/// <remarks>
/// Within a block, or a part of it when summed in double, the rounding errors of a lane grow with the number of its additions. The sum of
/// the blocks is compensated. Block boundaries do not depend on the number of threads.
/// </remarks>
internal ref struct Blocks<T>(ReadOnlySpan<T> span) : IBlocks<T>
    where T : unmanaged
{
    /// <summary>The length of a block and of a part without vectors: each of four totals takes 4,096 terms, as the proof in <c>docs/numerics.md</c> assumes.</summary>
    public const int LaneLength = 16384;

    private readonly ReadOnlySpan<T> _span = span;
    private int _start;

    /// <summary>The length of every block except the last.</summary>
    public static int Length => OrLane(Thresholds.BlockBytes);

    /// <summary>The length of a part that is summed in double. No lane takes more than half of its weights.</summary>
    public static int PartLength => OrLane(Thresholds.DoublePartBytes);

    public ReadOnlySpan<T> Current { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        Current = _span.Slice(_start, Math.Min(Length, _span.Length - _start));
        _start += Current.Length;
        return !Current.IsEmpty;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int OrLane(int bytes) => Vector.IsHardwareAccelerated ? bytes / Unsafe.SizeOf<T>() : LaneLength;
}
