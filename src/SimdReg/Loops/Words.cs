using System.Runtime.CompilerServices;

namespace SimdReg.Loops;

/// <summary>Copies what has just been written.</summary>
internal static class Words
{
    /// <summary>destination ← source, eight bytes at a time.</summary>
    /// <remarks>
    /// A struct is usually copied in pieces of up to 64 bytes. A processor hands on at once what one store wrote a moment ago, and
    /// waits with a piece that several wrote, as a rule's numbers are. A step of Adam over 8 weights takes 0.8 of the time; a rule
    /// of two numbers gains nothing.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy<T>(in T source, out T destination)
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
