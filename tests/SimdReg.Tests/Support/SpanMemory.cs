using System.Buffers;

namespace SimdReg.Tests.Support;

/// <summary>Memory over a span that a function returns, as a user's own <see cref="MemoryManager{T}"/> would be.</summary>
internal sealed class SpanMemory<T>(int length, SpanMemory<T>.Source source) : MemoryManager<T>
    where T : unmanaged
{
    public delegate Span<T> Source();

    public override Memory<T> Memory => CreateMemory(length);

    public override Span<T> GetSpan() => source();

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    public override void Unpin() => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
    }
}
