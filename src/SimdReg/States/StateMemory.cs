using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SimdReg;

/// <summary>The memory of the state of some weights. Each slot starts on a cache line, a stride of numbers after the one before.</summary>
internal readonly record struct StateMemory<T>(T[] Numbers, int Start, int Stride)
    where T : unmanaged
{
    private static int Line => Thresholds.CacheLineBytes / Unsafe.SizeOf<T>();

    /// <summary>As many numbers as fill whole cache lines, and hold so many.</summary>
    public static long WholeLines(int weightCount) => ((long)weightCount + Line - 1) / Line * Line;

    /// <summary>How long an array has to be for so many slots, each of so many whole lines.</summary>
    public static long ArrayLength(int slotCount, long stride) => (slotCount * stride) + Line;

    public static StateMemory<T> Allocate(int slotCount, int stride)
    {
        if (slotCount == 0)
        {
            return new([], 0, 0);
        }

        // Pinned, so that it stays aligned.
        var numbers = GC.AllocateArray<T>((int)ArrayLength(slotCount, stride), pinned: true);
        return new(numbers, (int)BytesToLine(numbers) / Unsafe.SizeOf<T>(), stride);
    }

    public Span<T> Span(int slot, int start, int length) => Numbers.AsSpan(Start + (slot * Stride) + start, length);

    private static unsafe nuint BytesToLine(T[] numbers) =>
        (0 - (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(numbers))) % Thresholds.CacheLineBytes;
}

/// <summary>Memory for the states of many arrays, where those of small ones lie one after another: all first numbers, then all second ones.</summary>
/// <remarks>
/// If each array had memory of its own, first and second numbers would alternate every few KiB, and prefetchers would run on into the wrong
/// ones. <c>AdamParameterSetBenchmarks</c> shows it.
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
            // Each twice as long as the last, so that a few small arrays do not take much.
            var length = Math.Max((int)stride, Math.Min(2 * _slab.Stride, LargestSlab));
            (_slab, _used) = (StateMemory<T>.Allocate(slotCount, length), 0);
        }

        var taken = _slab with { Start = _slab.Start + _used };
        _used += (int)stride;
        return taken;
    }
}
