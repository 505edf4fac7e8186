using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SimdReg;

/// <summary>The bytes of some numbers, of which there may be more than a span can have.</summary>
internal readonly ref struct ByteRange
{
    private readonly ref readonly byte _first;
    private readonly nuint _length;

    public ByteRange(ref readonly byte first, nuint length)
    {
        _first = ref first;
        _length = length;
    }

    public static ByteRange Of<T>(ReadOnlySpan<T> numbers)
        where T : unmanaged =>
        new(in Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(numbers)), (nuint)numbers.Length * (nuint)Unsafe.SizeOf<T>());

    /// <summary>The address of the first byte, until the garbage collector moves it, and the one after the last.</summary>
    // NoInlining: the JIT treats the address of a reference as constant, and could read it only once.
    public unsafe (nuint Start, nuint End) Addresses
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get
        {
            var start = (nuint)Unsafe.AsPointer(ref Unsafe.AsRef(in _first));
            return (start, start + _length);
        }
    }

    /// <summary>Whether both have a byte in common.</summary>
    public bool Overlaps(ByteRange other)
    {
        var distance = Unsafe.ByteOffset(in _first, in other._first);
        return _length > 0 && other._length > 0 && ((nuint)distance < _length || (nuint)(-distance) < other._length);
    }
}
