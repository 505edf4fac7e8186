using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SimdReg;

/// <summary>Memory for the state of some weights. Each slot starts on a cache line, one stride after the previous one.</summary>
internal readonly record struct StateMemory<T>(T[] Numbers, int Start, int Stride)
    where T : unmanaged
{
    private static int Line => Thresholds.CacheLineBytes / Unsafe.SizeOf<T>();

    /// <summary>The number of elements in the whole cache lines that hold this number of weights.</summary>
    public static long WholeLines(int weightCount) => ((long)weightCount + Line - 1) / Line * Line;

    /// <summary>The array length for this number of slots of one stride each, including room for alignment.</summary>
    public static long ArrayLength(int slotCount, long stride) => (slotCount * stride) + Line;

    public static StateMemory<T> Allocate(int slotCount, int stride)
    {
        if (slotCount == 0)
        {
            return new([], 0, 0);
        }

        // Pinned, so that its alignment does not change.
        var numbers = GC.AllocateArray<T>((int)ArrayLength(slotCount, stride), pinned: true);
        return new(numbers, (int)BytesToLine(numbers) / Unsafe.SizeOf<T>(), stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Span(int slot, int start, int length) => Numbers.AsSpan(Start + (slot * Stride) + start, length);

    private static unsafe nuint BytesToLine(T[] numbers) =>
        (0 - (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(numbers))) % Thresholds.CacheLineBytes;
}

/// <summary>Memory for the states of many arrays. States of small arrays share it slot by slot: all first slots, then all second slots.</summary>
/// <remarks>
/// With memory for each array, first and second slots would alternate every few KiB, and hardware prefetchers would fetch beyond the end of
/// a slot into the wrong one. <c>AdamParameterSetBenchmarks</c> shows the difference.
/// </remarks>
internal sealed class StateSlabs<T>(int slotCount)
    where T : unmanaged
{
    private StateMemory<T> _slab = new([], 0, 0);
    private int _used;

    private static int LargestSlab => Thresholds.LargestStateSlabBytes / Unsafe.SizeOf<T>();

    public StateMemory<T> Take(int weightCount)
    {
        var stride = StateMemory<T>.WholeLines(weightCount);
        if (slotCount < 2 || stride > LargestSlab / 2)
        {
            return StateMemory<T>.Allocate(slotCount, (int)stride);
        }

        if (_used + stride > _slab.Stride)
        {
            // Doubling, so that a few small arrays do not take much memory.
            var length = Math.Max((int)stride, Math.Min(2 * _slab.Stride, LargestSlab));
            (_slab, _used) = (StateMemory<T>.Allocate(slotCount, length), 0);
        }

        var taken = _slab with { Start = _slab.Start + _used };
        _used += (int)stride;
        return taken;
    }
}
