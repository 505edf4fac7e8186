using System.Runtime.CompilerServices;

namespace SimdReg.Loops;

/// <summary>Copies structs that have just been written.</summary>
internal static class StructCopy
{
    /// <summary>destination ← source, eight bytes at a time.</summary>
    /// <remarks>
    /// The JIT copies a struct in pieces of up to 64 bytes. Reading such a piece right after its fields were written one by one stalls (failed
    /// store forwarding). A struct of two fields gains nothing.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InWords<T>(in T source, out T destination)
        where T : struct
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>() || Unsafe.SizeOf<T>() % sizeof(long) != 0 || Unsafe.SizeOf<T>() <= 2 * sizeof(long))
        {
            destination = source;
            return;
        }

        Unsafe.SkipInit(out destination);
        ref var from = ref Unsafe.As<T, long>(ref Unsafe.AsRef(in source));
        ref var to = ref Unsafe.As<T, long>(ref destination);
        for (var i = 0; i < Unsafe.SizeOf<T>() / sizeof(long); i++)
        {
            Unsafe.Add(ref to, i) = Unsafe.Add(ref from, i);
        }
    }
}
