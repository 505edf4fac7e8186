using System.Buffers;
using System.Runtime.InteropServices;

namespace SimdReg.Mpi;

/// <summary>The bytes of an exchange as memory of numbers.</summary>
internal sealed class ReceivedNumbers<T>(Exchange exchange) : MemoryManager<T>
    where T : unmanaged
{
    public override Span<T> GetSpan() => MemoryMarshal.Cast<byte, T>(exchange.Received.AsSpan());

    // The bytes are pinned already.
    public override unsafe MemoryHandle Pin(int elementIndex = 0) =>
        new((T*)Marshal.UnsafeAddrOfPinnedArrayElement(exchange.Received, 0) + elementIndex, pinnable: this);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
