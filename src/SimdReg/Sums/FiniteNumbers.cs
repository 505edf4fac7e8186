using System.Numerics;
using System.Numerics.Tensors;
using SimdReg.Threading;

namespace SimdReg.Sums;

/// <summary>Checks numbers for NaN and infinities.</summary>
internal static class FiniteNumbers
{
    /// <summary>Whether all numbers are finite; true for an empty span.</summary>
    public static unsafe bool AreAll<T>(ReadOnlySpan<T> numbers, int maxDegreeOfParallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!ParallelRanges.IsWorthwhile(numbers.Length, maxDegreeOfParallelism))
        {
            return numbers.IsEmpty || TensorPrimitives.IsFiniteAll(numbers);
        }

        fixed (T* pinned = numbers)
        {
            var first = pinned;
            return ParallelRanges.Sum(numbers.Length, ParallelRanges.RangeLength(numbers.Length), maxDegreeOfParallelism, (start, end) =>
                TensorPrimitives.IsFiniteAll(new ReadOnlySpan<T>(first + start, (int)(end - start))) ? 0 : 1) == 0;
        }
    }
}
