using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Sums;

namespace SimdReg;

/// <summary>Sums and means of several gradients, element by element and correctly rounded: the same bits in any order, on any number of threads and machines.</summary>
/// <remarks>
/// <para>
/// Each result is the exact sum of its numbers, divided exactly, and rounded once to the nearest number, ties to even. Every width, length and alignment gives the
/// same bits. Nothing is flushed: a subnormal result stays.
/// </para>
/// <para>
/// A NaN among the numbers of an element gives NaN, and so do +∞ and −∞ together; otherwise an infinity stays. An exact result beyond the largest number is infinite,
/// but an overflow on the way is not: max + max − max is max. A zero result is +0.
/// </para>
/// <para>
/// If the gradients are not all in memory at once, add them to an <see cref="ExactGradientSum{T}"/>.
/// </para>
/// <para>
/// Source: Ogita, Rump and Oishi, "Accurate sum and dot product", SIAM Journal on Scientific Computing, 2005, for the sums with their errors. The bounds are
/// derived in <c>docs/numerics.md</c>.
/// </para>
/// </remarks>
public static class GradientSums
{
    /// <summary>destinationᵢ ← the number nearest to Σₖ parts[k]ᵢ</summary>
    /// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <param name="parts">The gradients: each as long as <paramref name="destination"/>. May be none, whose sum is 0.</param>
    /// <param name="destination">The sums. May be one of <paramref name="parts"/>.</param>
    /// <param name="maxDegreeOfParallelism">The number of threads that may work at once: at least 1. The result has the same bits for any number.</param>
    /// <exception cref="ArgumentException">A part has another length than <paramref name="destination"/>, or overlaps it without being the same memory. Nothing has been written.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1. Nothing has been written.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static void Sum<T>(ReadOnlySpan<ReadOnlyMemory<T>> parts, Span<T> destination, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Over(parts, destination, 1, maxDegreeOfParallelism);

    /// <inheritdoc cref="Sum{T}(ReadOnlySpan{ReadOnlyMemory{T}}, Span{T}, int)"/>
    /// <exception cref="ArgumentNullException"><paramref name="parts"/> or one of them is null. Nothing has been written.</exception>
    public static void Sum<T>(T[][] parts, Span<T> destination, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parts);
        Over(parts, destination, 1, maxDegreeOfParallelism);
    }

    /// <summary>destinationᵢ ← the float nearest to Σₖ parts[k]ᵢ, of gradients in any formats.</summary>
    /// <param name="parts">The gradients: each as long as <paramref name="destination"/>. May be none, whose sum is 0.</param>
    /// <param name="destination">The sums. May be one of <paramref name="parts"/> that holds floats.</param>
    /// <param name="maxDegreeOfParallelism">The number of threads that may work at once: at least 1. The result has the same bits for any number.</param>
    /// <inheritdoc cref="Sum{T}(T[][], Span{T}, int)" path="/exception"/>
    public static void Sum(ReadOnlySpan<StoredMemory> parts, Span<float> destination, int maxDegreeOfParallelism = 1) =>
        Over(parts, destination, 1, maxDegreeOfParallelism);

    /// <summary>destinationᵢ ← the number nearest to (Σₖ parts[k]ᵢ)/K, with K parts</summary>
    /// <remarks>Rounded once: not the quotient of the rounded sum.</remarks>
    /// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <param name="parts">The gradients: at least one, each as long as <paramref name="destination"/>.</param>
    /// <param name="destination">The means. May be one of <paramref name="parts"/>.</param>
    /// <param name="maxDegreeOfParallelism">The number of threads that may work at once: at least 1. The result has the same bits for any number.</param>
    /// <exception cref="ArgumentException">There is no part, a part has another length than <paramref name="destination"/>, or it overlaps it without being the same memory. Nothing has been written.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1. Nothing has been written.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static void Mean<T>(ReadOnlySpan<ReadOnlyMemory<T>> parts, Span<T> destination, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Over(parts, destination, CountOf(parts.Length), maxDegreeOfParallelism);

    /// <inheritdoc cref="Mean{T}(ReadOnlySpan{ReadOnlyMemory{T}}, Span{T}, int)"/>
    /// <exception cref="ArgumentNullException"><paramref name="parts"/> or one of them is null. Nothing has been written.</exception>
    public static void Mean<T>(T[][] parts, Span<T> destination, int maxDegreeOfParallelism = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parts);
        Over(parts, destination, CountOf(parts.Length), maxDegreeOfParallelism);
    }

    /// <summary>destinationᵢ ← the float nearest to (Σₖ parts[k]ᵢ)/K, with K parts in any formats</summary>
    /// <param name="parts">The gradients: at least one, each as long as <paramref name="destination"/>.</param>
    /// <param name="destination">The means. May be one of <paramref name="parts"/> that holds floats.</param>
    /// <param name="maxDegreeOfParallelism">The number of threads that may work at once: at least 1. The result has the same bits for any number.</param>
    /// <inheritdoc cref="Mean{T}(T[][], Span{T}, int)" path="/exception"/>
    public static void Mean(ReadOnlySpan<StoredMemory> parts, Span<float> destination, int maxDegreeOfParallelism = 1) =>
        Over(parts, destination, CountOf(parts.Length), maxDegreeOfParallelism);

    /// <summary>Adds a span of gradients in any format.</summary>
    /// <param name="sum">The sum.</param>
    /// <param name="gradients">g: <see cref="ExactGradientSum{T}.Length"/> numbers.</param>
    /// <exception cref="ArgumentException"><paramref name="gradients"/> has another length. Nothing has been added.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="sum"/> is null.</exception>
    /// <exception cref="OverflowException"><see cref="ExactGradientSum{T}.Count"/> would exceed 2⁶³ − 1. Nothing has been added.</exception>
    public static void Add(this ExactGradientSum<float> sum, ReadOnlyStoredSpan gradients)
    {
        ArgumentNullException.ThrowIfNull(sum);
        sum.AddStored(gradients);
    }

    private static void Over<T>(ReadOnlySpan<ReadOnlyMemory<T>> parts, Span<T> destination, long divisor, int maxDegreeOfParallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Element<T>.Require();
        for (var i = 0; i < parts.Length; i++)
        {
            Require(i, parts[i].Span, destination);
        }

        GradientSum.Over(parts, destination, divisor, Guard.AtLeastOne(maxDegreeOfParallelism));
    }

    private static void Over<T>(T[][] parts, Span<T> destination, long divisor, int maxDegreeOfParallelism)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Element<T>.Require();
        for (var i = 0; i < parts.Length; i++)
        {
            RequirePart(i, parts[i]);
            Require<T>(i, parts[i], destination);
        }

        GradientSum.Over<T[], T, ArrayReader<T>>(parts, destination, divisor, Guard.AtLeastOne(maxDegreeOfParallelism));
    }

    private static void Over(ReadOnlySpan<StoredMemory> parts, Span<float> destination, long divisor, int maxDegreeOfParallelism)
    {
        for (var i = 0; i < parts.Length; i++)
        {
            RequirePart(i, parts[i]);
            ReadOnlyStoredSpan part = parts[i].Span;
            RequireLength(i, part.Length, destination.Length);
            if (part.Format == NumberFormat.Single)
            {
                Require(i, part.As<float>(), destination);
            }
            else if (part.Bytes.Overlaps(ByteRange.Of<float>(destination)))
            {
                throw new ArgumentException($"{nameof(destination)} overlaps {NameOf(i)}, which holds {part.Format}: they must be separate memory.", nameof(destination));
            }
        }

        GradientSum.Over<StoredMemory, float, StoredReader>(parts, destination, divisor, Guard.AtLeastOne(maxDegreeOfParallelism));
    }

    private static void Require<T>(int index, ReadOnlySpan<T> part, ReadOnlySpan<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireLength(index, part.Length, destination.Length);
        if (Guard.Overlap(part, destination) && !Unsafe.AreSame(in MemoryMarshal.GetReference(part), in MemoryMarshal.GetReference(destination)))
        {
            Refuse.Overlap(NameOf(index), nameof(destination));
        }
    }

    private static void RequireLength(int index, int length, int expected, string name = "parts")
    {
        if (length != expected)
        {
            throw new ArgumentException($"{NameOf(index)} has {length} elements and destination has {expected}: they must have the same length.", name);
        }
    }

    private static void RequirePart<TPart>(int index, TPart? part, string name = "parts")
        where TPart : class
    {
        if (part is null)
        {
            throw new ArgumentNullException(name, $"{NameOf(index)} is null.");
        }
    }

    /// <summary>Returns the number of parts, which must be at least 1.</summary>
    private static int CountOf(int count, string name = "parts") =>
        count > 0 ? count : throw new ArgumentException($"{name} is empty: there is no mean of no gradients.", name);

    private static string NameOf(int index) => $"parts[{index}]";
}
