using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using SimdReg.Sums;

namespace SimdReg;

/// <summary>The exact sums of gradients, one for each weight, to which spans are added in any order and grouping.</summary>
/// <remarks>
/// <para>
/// For micro-batches, examples or machines whose gradients are not all in memory at once. The rounded sum depends on the numbers that were added, and on nothing
/// else: not on their order, not on the instances in which they were added up before these were added to each other. It is that of
/// <see cref="GradientSums.Sum{T}(ReadOnlySpan{ReadOnlyMemory{T}}, Span{T}, int)"/> over all spans: a NaN, or +∞ with −∞, gives NaN, otherwise an infinity stays,
/// an overflow on the way does not show, and a zero is +0.
/// </para>
/// <para>
/// An instance keeps each sum as two numbers of the element type; more where gradients of one weight differ much in magnitude. Each number takes as much memory as the
/// gradients, and is allocated when it is first needed.
/// </para>
/// <para>Several threads may read an instance at the same time, but not while one adds to it.</para>
/// <code>
/// var sum = new ExactGradientSum&lt;float&gt;(weights.Length);
/// foreach (var batch in batches)
/// {
///     sum.Add(GradientOf(batch));
/// }
///
/// sum.RoundMean(gradients);
/// </code>
/// <para>
/// Source: Shewchuk, "Adaptive precision floating-point arithmetic and fast robust geometric predicates", Discrete and Computational Geometry, 1997.
/// </para>
/// </remarks>
/// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
[JsonConverter(typeof(NoJsonForm))]
public sealed class ExactGradientSum<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Expansion<T> _sums;

    /// <summary>Creates sums of nothing, which are 0.</summary>
    /// <param name="length">The number of gradients in each span: 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public ExactGradientSum(int length)
    {
        Element<T>.Require();
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _sums = new(length);
    }

    /// <summary>The number of gradients in each span.</summary>
    public int Length => _sums.Length;

    /// <summary>The number of spans that have been added, m.</summary>
    public long Count { get; private set; }

    /// <summary>The number of <see cref="Component"/>s: 0 if nothing has been added.</summary>
    internal int ComponentCount => _sums.Count;

    /// <summary>Adds a span of gradients.</summary>
    /// <param name="gradients">g: <see cref="Length"/> numbers.</param>
    /// <exception cref="ArgumentException"><paramref name="gradients"/> has another length. Nothing has been added.</exception>
    /// <exception cref="OverflowException"><see cref="Count"/> would exceed 2⁶³ − 1. Nothing has been added.</exception>
    public void Add(ReadOnlySpan<T> gradients)
    {
        RequireLength(gradients.Length);
        var count = checked(Count + 1);
        _sums.Add(gradients);
        Count = count;
    }

    /// <inheritdoc cref="Add(ReadOnlySpan{T})"/>
    /// <exception cref="ArgumentNullException"><paramref name="gradients"/> is null.</exception>
    public void Add(T[] gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        Add((ReadOnlySpan<T>)gradients);
    }

    /// <summary>Adds a sparse span of gradients: all that are not listed are 0.</summary>
    /// <param name="indices">The places of the gradients, in any order: from 0 to below <see cref="Length"/>. Gradients of the same place are added up.</param>
    /// <param name="values">The gradients: as many as <paramref name="indices"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="values"/> has another length than <paramref name="indices"/>. Nothing has been added.</exception>
    /// <exception cref="ArgumentOutOfRangeException">One of <paramref name="indices"/> is out of range. Nothing has been added.</exception>
    /// <exception cref="OverflowException"><see cref="Count"/> would exceed 2⁶³ − 1. Nothing has been added.</exception>
    public void Add(ReadOnlySpan<int> indices, ReadOnlySpan<T> values)
    {
        if (values.Length != indices.Length)
        {
            Refuse.Lengths(nameof(indices), indices.Length, nameof(values), values.Length);
        }

        for (var i = 0; i < indices.Length; i++)
        {
            if ((uint)indices[i] >= (uint)Length)
            {
                throw new ArgumentOutOfRangeException(nameof(indices), indices[i], $"{nameof(indices)}[{i}] must be from 0 to {Length - 1}: the sum has {Length} elements.");
            }
        }

        var count = checked(Count + 1);
        for (var i = 0; i < indices.Length; i++)
        {
            _sums.Add(indices[i], values[i]);
        }

        Count = count;
    }

    /// <summary>Adds all spans that another instance holds, without rounding.</summary>
    /// <param name="other">The other instance, which does not change unless it is this one.</param>
    /// <exception cref="ArgumentException"><paramref name="other"/> has another length. Nothing has been added.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    /// <exception cref="OverflowException"><see cref="Count"/> would exceed 2⁶³ − 1. Nothing has been added.</exception>
    public void Add(ExactGradientSum<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        RequireLength(other.Length, nameof(other));
        var count = checked(Count + other.Count);
        _sums.Add(other._sums);
        Count = count;
    }

    /// <summary>destinationᵢ ← the number nearest to Σgᵢ over all spans, ties to even.</summary>
    /// <param name="destination">The sums: <see cref="Length"/> numbers. 0 if no span has been added.</param>
    /// <param name="maxDegreeOfParallelism">The number of threads that may work at once: at least 1. The sums have the same bits for any number.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length. Nothing has been written.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1. Nothing has been written.</exception>
    public void Round(Span<T> destination, int maxDegreeOfParallelism = 1) => Round(destination, 1, maxDegreeOfParallelism);

    /// <summary>destinationᵢ ← the number nearest to (Σgᵢ)/m, ties to even: the mean over all spans, rounded once.</summary>
    /// <param name="destination">The means: <see cref="Length"/> numbers.</param>
    /// <param name="maxDegreeOfParallelism">The number of threads that may work at once: at least 1. The means have the same bits for any number.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length. Nothing has been written.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1. Nothing has been written.</exception>
    /// <exception cref="InvalidOperationException">No span has been added: there is no mean. Nothing has been written.</exception>
    public void RoundMean(Span<T> destination, int maxDegreeOfParallelism = 1)
    {
        if (Count == 0)
        {
            throw new InvalidOperationException($"{nameof(Count)} is 0: there is no mean before the first {nameof(Add)}.");
        }

        Round(destination, Count, maxDegreeOfParallelism);
    }

    /// <summary>Makes all sums 0 and <see cref="Count"/> 0. Keeps the memory for the next spans.</summary>
    public void Clear()
    {
        _sums.Clear();
        Count = 0;
    }

    /// <summary>Adds a span of gradients in any format, where the element is float.</summary>
    internal void AddStored(ReadOnlyStoredSpan gradients)
    {
        RequireLength(gradients.Length);
        var count = checked(Count + 1);
        Span<float> rest = stackalloc float[Expansion<T>.PartLength];
        for (var start = 0; start < gradients.Length; start += rest.Length)
        {
            var part = rest[..Math.Min(rest.Length, gradients.Length - start)];
            StoredNumbers.Widen(gradients.Slice(start, part.Length), part);
            _sums.AddPart(start, MemoryMarshal.Cast<float, T>(part));
        }

        Count = count;
    }

    /// <summary>One of the numbers of each sum: <see cref="Length"/> of them. Their exact sum over all components is the sum.</summary>
    internal ReadOnlyMemory<T> Component(int index) => _sums.Components[index];

    private void Round(Span<T> destination, long divisor, int maxDegreeOfParallelism)
    {
        RequireLength(destination.Length, nameof(destination));
        Guard.AtLeastOne(maxDegreeOfParallelism);
        GradientSum.Over<T[], T, ArrayReader<T>>(_sums.Components, destination, divisor, maxDegreeOfParallelism);
    }

    private void RequireLength(int length, string name = "gradients")
    {
        if (length != Length)
        {
            throw new ArgumentException($"{name} has {length} elements and the sum has {Length}: they must have the same length.", name);
        }
    }
}
