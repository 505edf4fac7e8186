using System.Numerics;

namespace SimdReg.Sums;

/// <summary>Reads the numbers of a part: one of the spans that are added element by element.</summary>
/// <typeparam name="TPart">What holds the numbers.</typeparam>
/// <typeparam name="T">The type in which they are added.</typeparam>
internal interface IPartReader<TPart, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Gets adjacent numbers: those of the part itself, or the buffer, filled with them. The buffer has at least the length.</summary>
    static abstract ReadOnlySpan<T> Read(TPart part, int start, int length, Span<T> buffer);
}

/// <summary>Numbers in memory.</summary>
internal readonly struct MemoryReader<T> : IPartReader<ReadOnlyMemory<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static ReadOnlySpan<T> Read(ReadOnlyMemory<T> part, int start, int length, Span<T> buffer) => part.Span.Slice(start, length);
}

/// <summary>Numbers in an array.</summary>
internal readonly struct ArrayReader<T> : IPartReader<T[], T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static ReadOnlySpan<T> Read(T[] part, int start, int length, Span<T> buffer) => part.AsSpan(start, length);
}

/// <summary>Stored numbers, which are widened unless they are floats.</summary>
internal readonly struct StoredReader : IPartReader<StoredMemory, float>
{
    public static ReadOnlySpan<float> Read(StoredMemory part, int start, int length, Span<float> buffer)
    {
        ReadOnlyStoredSpan numbers = part.Span.Slice(start, length);
        if (numbers.Format == NumberFormat.Single)
        {
            return numbers.As<float>();
        }

        StoredNumbers.Widen(numbers, buffer[..length]);
        return buffer[..length];
    }
}
