using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SimdReg.Loops;

/// <summary>A span of which a loop over another one, as long, is to see the elements at the same index.</summary>
internal readonly ref struct Beside<T>(ReadOnlySpan<T> span, ReadOnlySpan<T> walked)
{
    private readonly ref readonly T _first = ref MemoryMarshal.GetReference(span);
    private readonly ref readonly T _walked = ref MemoryMarshal.GetReference(walked);

    /// <summary>The element that lies beside one of those walked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly T At(ref readonly T place) =>
        ref Unsafe.AddByteOffset(ref Unsafe.AsRef(in _first), Unsafe.ByteOffset(in _walked, in place));
}
