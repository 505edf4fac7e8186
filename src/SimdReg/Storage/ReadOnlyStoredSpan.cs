using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SimdReg;

/// <summary>A read-only span of numbers that are stored as <see langword="float"/>, <see cref="BFloat16"/> or <see cref="Half"/>, and computed with as <see langword="float"/>.</summary>
/// <remarks>Arrays and spans of these types convert to it implicitly.</remarks>
[SuppressMessage("Usage", "CA2225", Justification = "The constructors are the named alternatives.")]
public readonly ref struct ReadOnlyStoredSpan
{
    private readonly StoredSpan _span;

    /// <summary>Creates a stored span over floats.</summary>
    /// <param name="numbers">The numbers.</param>
    public ReadOnlyStoredSpan(ReadOnlySpan<float> numbers) => _span = new(Writable(numbers));

    /// <summary>Creates a stored span over bfloat16.</summary>
    /// <param name="numbers">The numbers.</param>
    public ReadOnlyStoredSpan(ReadOnlySpan<BFloat16> numbers) => _span = new(Writable(numbers));

    /// <summary>Creates a stored span over halves.</summary>
    /// <param name="numbers">The numbers.</param>
    public ReadOnlyStoredSpan(ReadOnlySpan<Half> numbers) => _span = new(Writable(numbers));

    internal ReadOnlyStoredSpan(StoredSpan span) => _span = span;

    /// <summary>The number of numbers.</summary>
    public int Length => _span.Length;

    /// <summary>Their format.</summary>
    public NumberFormat Format => _span.Format;

    /// <summary>Converts a span that can be written.</summary>
    /// <param name="numbers">The numbers.</param>
    public static implicit operator ReadOnlyStoredSpan(StoredSpan numbers) => new(numbers);

    /// <summary>Converts floats.</summary>
    /// <param name="numbers">The numbers.</param>
    public static implicit operator ReadOnlyStoredSpan(ReadOnlySpan<float> numbers) => new(numbers);

    /// <summary>Converts bfloat16.</summary>
    /// <param name="numbers">The numbers.</param>
    public static implicit operator ReadOnlyStoredSpan(ReadOnlySpan<BFloat16> numbers) => new(numbers);

    /// <summary>Converts halves.</summary>
    /// <param name="numbers">The numbers.</param>
    public static implicit operator ReadOnlyStoredSpan(ReadOnlySpan<Half> numbers) => new(numbers);

    /// <summary>Converts floats.</summary>
    /// <param name="numbers">The numbers.</param>
    public static implicit operator ReadOnlyStoredSpan(Span<float> numbers) => new((ReadOnlySpan<float>)numbers);

    /// <summary>Converts bfloat16.</summary>
    /// <param name="numbers">The numbers.</param>
    public static implicit operator ReadOnlyStoredSpan(Span<BFloat16> numbers) => new((ReadOnlySpan<BFloat16>)numbers);

    /// <summary>Converts halves.</summary>
    /// <param name="numbers">The numbers.</param>
    public static implicit operator ReadOnlyStoredSpan(Span<Half> numbers) => new((ReadOnlySpan<Half>)numbers);

    /// <summary>Converts floats.</summary>
    /// <param name="numbers">The numbers. Null counts as empty.</param>
    public static implicit operator ReadOnlyStoredSpan(float[]? numbers) => new((ReadOnlySpan<float>)numbers);

    /// <summary>Converts bfloat16.</summary>
    /// <param name="numbers">The numbers. Null counts as empty.</param>
    public static implicit operator ReadOnlyStoredSpan(BFloat16[]? numbers) => new((ReadOnlySpan<BFloat16>)numbers);

    /// <summary>Converts halves.</summary>
    /// <param name="numbers">The numbers. Null counts as empty.</param>
    public static implicit operator ReadOnlyStoredSpan(Half[]? numbers) => new((ReadOnlySpan<Half>)numbers);

    /// <summary>Widens the numbers to floats, exactly.</summary>
    /// <param name="destination">The floats: as many as here.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the memory overlaps. Nothing has been written.</exception>
    public void CopyTo(Span<float> destination)
    {
        if (destination.Length != Length)
        {
            Refuse.Lengths("this span", Length, nameof(destination), destination.Length);
        }

        if (Bytes.Overlaps(ByteRange.Of<float>(destination)))
        {
            Refuse.OverlapOfCopy(nameof(destination));
        }

        StoredNumbers.Widen(this, destination);
    }

    /// <summary>Gets a part.</summary>
    /// <param name="start">The index of its first number.</param>
    /// <param name="length">Its length.</param>
    /// <returns>The part.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part is not within the span.</exception>
    public ReadOnlyStoredSpan Slice(int start, int length) => new(_span.Slice(start, length));

    internal ByteRange Bytes => _span.Bytes;

    internal ref readonly byte First => ref _span.First;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ReadOnlySpan<TStored> As<TStored>()
        where TStored : unmanaged => _span.As<TStored>();

    private static Span<TStored> Writable<TStored>(ReadOnlySpan<TStored> numbers) =>
        MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(numbers), numbers.Length);
}
