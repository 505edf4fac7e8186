using System.Runtime.InteropServices;

namespace SimdReg.Tests.Support;

/// <summary>Holds elements at any distance from the start of an array, between sentinels.</summary>
internal sealed class GuardedBuffer<T>(int capacity)
    where T : unmanaged
{
    /// <summary>Two of the widest vectors of floats.</summary>
    private const int Margin = 32;

    private const byte Sentinel = 0xA5;

    private readonly T[] _array = new T[Margin + Lengths.MaxOffset + capacity + Margin];
    private int _length;
    private int _offset;

    public Span<T> Span => _array.AsSpan(Margin + _offset, _length);

    private Span<byte> Before => MemoryMarshal.AsBytes(_array.AsSpan(_offset, Margin));

    private Span<byte> After => MemoryMarshal.AsBytes(_array.AsSpan(Margin + _offset + _length, Margin));

    /// <summary>Copies elements in and lays fresh sentinels on both sides.</summary>
    public Span<T> Place(ReadOnlySpan<T> elements, int offset)
    {
        (_length, _offset) = (elements.Length, offset);
        Before.Fill(Sentinel);
        After.Fill(Sentinel);
        elements.CopyTo(Span);
        return Span;
    }

    public void AssertSentinels(in Case at)
    {
        if (Before.ContainsAnyExcept(Sentinel) || After.ContainsAnyExcept(Sentinel))
        {
            Assert.Fail($"{at}: wrote outside the span.");
        }
    }
}
