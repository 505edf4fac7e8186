using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace SimdReg;

/// <summary>Memory of numbers that are stored as <see langword="float"/>, <see cref="BFloat16"/> or <see cref="Half"/>, and computed with as <see langword="float"/>.</summary>
/// <remarks>Arrays and <see cref="Memory{T}"/> of these types convert to it implicitly.</remarks>
[JsonConverter(typeof(NoJsonForm))]
[SuppressMessage("Usage", "CA2225", Justification = "Create is the named alternative.")]
public abstract class StoredMemory
{
    private protected StoredMemory()
    {
    }

    /// <summary>The number of numbers.</summary>
    public abstract int Length { get; }

    /// <summary>Their format.</summary>
    public abstract NumberFormat Format { get; }

    /// <summary>The numbers.</summary>
    public abstract StoredSpan Span { get; }

    /// <summary>A part of the memory.</summary>
    internal abstract StoredMemory Slice(int start, int length);

    /// <summary>Creates stored memory.</summary>
    /// <typeparam name="TStored">The type: <see langword="float"/>, <see cref="BFloat16"/> or <see cref="Half"/>.</typeparam>
    /// <param name="numbers">The numbers.</param>
    /// <returns>The memory.</returns>
    /// <exception cref="NotSupportedException"><typeparamref name="TStored"/> is another type.</exception>
    public static StoredMemory Create<TStored>(Memory<TStored> numbers)
        where TStored : unmanaged =>
        new StoredMemory<TStored>(numbers);

    /// <summary>Converts floats.</summary>
    /// <param name="numbers">The numbers. Null stays null.</param>
    [return: NotNullIfNotNull(nameof(numbers))]
    public static implicit operator StoredMemory?(float[]? numbers) => numbers is null ? null : Create(numbers.AsMemory());

    /// <summary>Converts bfloat16.</summary>
    /// <param name="numbers">The numbers. Null stays null.</param>
    [return: NotNullIfNotNull(nameof(numbers))]
    public static implicit operator StoredMemory?(BFloat16[]? numbers) => numbers is null ? null : Create(numbers.AsMemory());

    /// <summary>Converts halves.</summary>
    /// <param name="numbers">The numbers. Null stays null.</param>
    [return: NotNullIfNotNull(nameof(numbers))]
    public static implicit operator StoredMemory?(Half[]? numbers) => numbers is null ? null : Create(numbers.AsMemory());

    /// <summary>Converts floats.</summary>
    /// <param name="numbers">The numbers.</param>
    public static implicit operator StoredMemory(Memory<float> numbers) => Create(numbers);

    /// <summary>Converts bfloat16.</summary>
    /// <param name="numbers">The numbers.</param>
    public static implicit operator StoredMemory(Memory<BFloat16> numbers) => Create(numbers);

    /// <summary>Converts halves.</summary>
    /// <param name="numbers">The numbers.</param>
    public static implicit operator StoredMemory(Memory<Half> numbers) => Create(numbers);
}

/// <inheritdoc/>
internal sealed class StoredMemory<TStored>(Memory<TStored> memory) : StoredMemory
    where TStored : unmanaged
{
    public Memory<TStored> Memory => memory;

    public override int Length => memory.Length;

    public override NumberFormat Format { get; } =
        typeof(TStored) == typeof(float) ? NumberFormat.Single
        : typeof(TStored) == typeof(BFloat16) ? NumberFormat.BFloat16
        : typeof(TStored) == typeof(Half) ? NumberFormat.Half
        : throw new NotSupportedException($"The element {typeof(TStored).Name} is not supported: stored numbers are float, BFloat16 or Half.");

    internal override StoredMemory Slice(int start, int length) => new StoredMemory<TStored>(memory.Slice(start, length));

    public override StoredSpan Span => new(ref Unsafe.As<TStored, byte>(ref MemoryMarshal.GetReference(memory.Span)), memory.Length, Format);
}
