using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SimdReg;

/// <summary>A span of numbers that are stored as <see langword="float"/>, <see cref="BFloat16"/> or <see cref="Half"/>, and computed with as <see langword="float"/>.</summary>
/// <remarks>Arrays and spans of these types convert to it implicitly.</remarks>
[SuppressMessage("Usage", "CA2225", Justification = "The constructors are the named alternatives.")]
public readonly ref struct StoredSpan
{
    private readonly ref byte _first;

    /// <summary>Creates a stored span over floats.</summary>
    /// <param name="numbers">The numbers.</param>
    public StoredSpan(Span<float> numbers)
        : this(ref Unsafe.As<float, byte>(ref MemoryMarshal.GetReference(numbers)), numbers.Length, NumberFormat.Single)
    {
    }

    /// <summary>Creates a stored span over bfloat16.</summary>
    /// <param name="numbers">The numbers.</param>
    public StoredSpan(Span<BFloat16> numbers)
        : this(ref Unsafe.As<BFloat16, byte>(ref MemoryMarshal.GetReference(numbers)), numbers.Length, NumberFormat.BFloat16)
    {
    }

    /// <summary>Creates a stored span over halves.</summary>
    /// <param name="numbers">The numbers.</param>
    public StoredSpan(Span<Half> numbers)
        : this(ref Unsafe.As<Half, byte>(ref MemoryMarshal.GetReference(numbers)), numbers.Length, NumberFormat.Half)
    {
    }

    internal StoredSpan(ref byte first, int length, NumberFormat format)
    {
        _first = ref first;
        Length = length;
        Format = format;
    }

    /// <summary>The number of numbers.</summary>
    public int Length { get; }

    /// <summary>Their format.</summary>
    public NumberFormat Format { get; }

    /// <summary>Converts floats.</summary>
    /// <param name="numbers">The numbers.</param>
    public static implicit operator StoredSpan(Span<float> numbers) => new(numbers);

    /// <summary>Converts bfloat16.</summary>
    /// <param name="numbers">The numbers.</param>
    public static implicit operator StoredSpan(Span<BFloat16> numbers) => new(numbers);

    /// <summary>Converts halves.</summary>
    /// <param name="numbers">The numbers.</param>
    public static implicit operator StoredSpan(Span<Half> numbers) => new(numbers);

    /// <summary>Converts floats.</summary>
    /// <param name="numbers">The numbers. Null counts as empty.</param>
    public static implicit operator StoredSpan(float[]? numbers) => new(numbers.AsSpan());

    /// <summary>Converts bfloat16.</summary>
    /// <param name="numbers">The numbers. Null counts as empty.</param>
    public static implicit operator StoredSpan(BFloat16[]? numbers) => new(numbers.AsSpan());

    /// <summary>Converts halves.</summary>
    /// <param name="numbers">The numbers. Null counts as empty.</param>
    public static implicit operator StoredSpan(Half[]? numbers) => new(numbers.AsSpan());

    /// <summary>Rounds floats to the format, to nearest, ties to even. A finite number stays finite, and NaN stays NaN.</summary>
    /// <param name="source">The floats: as many as here.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the memory overlaps. Nothing has been written.</exception>
    public void CopyFrom(ReadOnlySpan<float> source)
    {
        if (source.Length != Length)
        {
            Refuse.Lengths("this span", Length, nameof(source), source.Length);
        }

        if (Bytes.Overlaps(ByteRange.Of(source)))
        {
            Refuse.OverlapOfCopy(nameof(source));
        }

        StoredNumbers.Round(source, this, default(Lanes.Nearest), 0, 0, isNonNegative: false, signsZero: true);
    }

    /// <summary>Gets a part.</summary>
    /// <param name="start">The index of its first number.</param>
    /// <param name="length">Its length.</param>
    /// <returns>The part.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part is not within the span.</exception>
    public StoredSpan Slice(int start, int length)
    {
        Guard.Range(start, length, Length);
        return new(ref Unsafe.Add(ref _first, (nint)start * Format.ByteSize()), length, Format);
    }

    internal ByteRange Bytes => new(in _first, (nuint)Length * (nuint)Format.ByteSize());

    internal ref byte First => ref _first;

    /// <summary>The numbers as the type of their format.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<TStored> As<TStored>()
        where TStored : unmanaged => MemoryMarshal.CreateSpan(ref Unsafe.As<byte, TStored>(ref _first), Length);
}
