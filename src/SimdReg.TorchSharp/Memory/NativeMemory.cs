using System.Buffers;

namespace SimdReg.Torch.Memory;

/// <summary>Memory at an address that may change between steps.</summary>
internal interface INativeMemory
{
    /// <summary>Where the memory starts, which must be valid as long as it is used; 0 before it is known.</summary>
    nint Address { get; set; }

    /// <summary>The bytes of an element.</summary>
    int ElementSize { get; }
}

/// <inheritdoc cref="INativeMemory"/>
internal sealed unsafe class NativeMemory<T>(int length) : MemoryManager<T>, INativeMemory
    where T : unmanaged
{
    public nint Address { get; set; }

    public int ElementSize => sizeof(T);

    public override Span<T> GetSpan() => new((void*)Address, length);

    // Native memory does not move.
    public override MemoryHandle Pin(int elementIndex = 0) => new((T*)Address + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
