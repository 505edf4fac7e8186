using System.Runtime.InteropServices;

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

    public ReadOnlyMemory<T> Plain => Stored is null
        ? _plain
        : throw new InvalidOperationException($"This array was added as StoredMemory, in the format {Stored.Format}: read StoredWeights and StoredGradients.");

    public int Length => Stored is null ? _plain.Length : Stored.Length;

    public bool IsEmpty => Length == 0;

    public ReadOnlySpan<byte> Bytes => Stored is null ? MemoryMarshal.AsBytes(_plain.Span) : Stored.Span.Bytes;
}
