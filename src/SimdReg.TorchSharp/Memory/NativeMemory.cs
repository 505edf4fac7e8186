using System.Buffers;

namespace SimdReg.Torch.Memory;

/// <summary>Memory at an address that may change between steps.</summary>
internal sealed unsafe class NativeMemory<T>(int length) : MemoryManager<T>
    where T : unmanaged
{
    public int Length => length;

    /// <summary>Where the memory starts; 0 before it is known.</summary>
    public nint Address { get; private set; }

    /// <summary>Points to another place, which must be valid as long as the memory is used.</summary>
    public void PointTo(nint address) => Address = address;

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
