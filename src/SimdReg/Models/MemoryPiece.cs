namespace SimdReg.Models;

/// <summary>The weights or the gradients of an array: of the element type, or stored in a format.</summary>
internal readonly struct MemoryPiece<T>
    where T : unmanaged
{
    private readonly ReadOnlyMemory<T> _plain;

    public MemoryPiece(ReadOnlyMemory<T> plain) => _plain = plain;

    public MemoryPiece(StoredMemory stored) => Stored = stored;

    /// <summary>The stored memory, or null.</summary>
    public StoredMemory? Stored { get; }

    /// <summary>The memory, if its numbers are of the element type.</summary>
    public ReadOnlyMemory<T> Plain => Stored is null ? _plain
        : Stored is StoredMemory<T> same ? same.Memory
        : throw new InvalidOperationException($"This array was added as StoredMemory, in the format {Stored.Format}: read StoredWeights and StoredGradients.");

    public int Length => Stored is null ? _plain.Length : Stored.Length;

    public bool IsEmpty => Length == 0;

    public ByteRange Bytes => Stored is null ? ByteRange.Of(_plain.Span) : Stored.Span.Bytes;
}
