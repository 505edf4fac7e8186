using System.Numerics;
using System.Numerics.Tensors;
using SimdReg.Threading;

namespace SimdReg.Sums;

/// <summary>Whether numbers are finite.</summary>
internal static class FiniteNumbers
{
    /// <summary>Whether each number is finite; true for no numbers.</summary>
    public static unsafe bool AreAll<T>(ReadOnlySpan<T> numbers, int maxDegreeOfParallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!Sharing.IsWorthwhile(numbers.Length, maxDegreeOfParallelism))
        {
            return numbers.IsEmpty || TensorPrimitives.IsFiniteAll(numbers);
        }

        fixed (T* first = numbers)
        {
            return Sharing.Run<Work<T>, bool>(new(first), numbers.Length, Sharing.RangeLength(numbers.Length), maxDegreeOfParallelism);
        }
    }

    private readonly unsafe struct Work<T>(T* numbers) : IRangeWork<bool>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public bool Do(long start, long end) =>
            TensorPrimitives.IsFiniteAll(new ReadOnlySpan<T>(numbers + start, (int)(end - start)));

        public bool Merge(bool left, bool right) => left && right;
    }
}
