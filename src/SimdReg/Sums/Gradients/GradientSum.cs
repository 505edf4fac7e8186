using System.Numerics;
using SimdReg.Threading;

namespace SimdReg.Sums;

/// <summary>The sum of several spans, element by element, correctly rounded; or its quotient by an integer.</summary>
internal static class GradientSum
{
    /// <summary>destination[i] ← the number nearest to Σₖ parts[k][i] / divisor. No part gives zeros.</summary>
    /// <remarks>The caller has checked that all spans have the same length, and that the destination is the same memory as a part, or overlaps none.</remarks>
    /// <param name="parts">The spans.</param>
    /// <param name="destination">The quotients.</param>
    /// <param name="divisor">At least 1: 1 for the sum itself, the number of examples for their mean.</param>
    /// <param name="maxDegreeOfParallelism">The number of threads that may work at once: at least 1.</param>
    public static void Over<T>(ReadOnlySpan<ReadOnlyMemory<T>> parts, Span<T> destination, long divisor, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Over<ReadOnlyMemory<T>, T, MemoryReader<T>>(parts, destination, divisor, maxDegreeOfParallelism);

    /// <summary>The same over parts of any kind.</summary>
    public static void Over<TPart, T, TReader>(ReadOnlySpan<TPart> parts, Span<T> destination, long divisor, int maxDegreeOfParallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TReader : struct, IPartReader<TPart, T>
    {
        if (ParallelRanges.IsWorthwhile(destination.Length, maxDegreeOfParallelism))
        {
            OnThreads<TPart, T, TReader>(parts, destination, divisor, maxDegreeOfParallelism);
        }
        else
        {
            Range<TPart, T, TReader>(parts, destination, 0, divisor);
        }
    }

    // A separate method: where a lambda captures a parameter, the method allocates on every path. A span cannot be passed to another thread.
    private static unsafe void OnThreads<TPart, T, TReader>(ReadOnlySpan<TPart> parts, Span<T> destination, long divisor, int maxDegreeOfParallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TReader : struct, IPartReader<TPart, T>
    {
        var (shared, length) = (parts.ToArray(), destination.Length);
        var rangeLength = ParallelRanges.RangeLength(length);
        fixed (T* pinned = destination)
        {
            var first = pinned;
            ParallelRanges.ForEach((length + rangeLength - 1) / rangeLength, maxDegreeOfParallelism, range =>
            {
                var start = range * rangeLength;
                Range<TPart, T, TReader>(shared, new Span<T>(first + start, Math.Min(rangeLength, length - start)), start, divisor);
            });
        }
    }

    /// <summary>Sums a range of the elements, part by part, each of which stays in the first-level cache.</summary>
    private static void Range<TPart, T, TReader>(ReadOnlySpan<TPart> parts, Span<T> destination, int start, long divisor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TReader : struct, IPartReader<TPart, T>
    {
        var memory = new PartSums<T>(stackalloc T[PartSums<T>.MemoryLength]);
        for (var done = 0; done < destination.Length; done += PartSums<T>.Length)
        {
            var length = Math.Min(PartSums<T>.Length, destination.Length - done);
            memory.Sum<TPart, TReader>(parts, start + done, length, divisor).CopyTo(destination[done..]);
        }
    }
}
