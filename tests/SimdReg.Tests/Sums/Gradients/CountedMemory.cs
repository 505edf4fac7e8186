using System.Buffers;

namespace SimdReg.Tests.Sums.Gradients;

/// <summary>Memory that counts how often it is read, and by which threads.</summary>
/// <param name="numbers">The numbers.</param>
/// <param name="onRead">What happens at each read.</param>
internal sealed class CountedMemory<T>(T[] numbers, Action? onRead = null) : MemoryManager<T>
    where T : unmanaged
{
    public int Reads { get; private set; }

    // The base class asks GetSpan for the length, which would count as a read.
    public override Memory<T> Memory => CreateMemory(numbers.Length);

    public override Span<T> GetSpan()
    {
        Reads++;
        onRead?.Invoke();
        return numbers;
    }

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException("Nothing pins it.");

    public override void Unpin() => throw new NotSupportedException("Nothing pins it.");

    protected override void Dispose(bool disposing)
    {
    }
}
