using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>Converts adjacent numbers, at any width.</summary>
internal interface IBitMap<TSource, TDestination>
{
    /// <summary>Converts as many numbers as there are patterns in <typeparamref name="B"/>, from number <paramref name="i"/> on.</summary>
    void Map<B>(ref readonly TSource source, ref TDestination destination, nuint i)
        where B : struct, IBitLanes<B>;
}

/// <summary>Converts spans from one format to another.</summary>
internal static class BitLoop
{
    /// <summary>Converts all numbers of the source. The last ones are converted twice where they do not fill the lanes, with the same results.</summary>
    public static void Run<TSource, TDestination, TMap>(ReadOnlySpan<TSource> source, Span<TDestination> destination, TMap map)
        where TMap : struct, IBitMap<TSource, TDestination>, allows ref struct
    {
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(destination);
        if (Vector512.IsHardwareAccelerated && source.Length >= Bits512.Count)
        {
            Walk<Bits512, TSource, TDestination, TMap>(in from, ref to, (nuint)source.Length, map);
        }
        else if (Vector.IsHardwareAccelerated && source.Length >= VectorBits.Count)
        {
            Walk<VectorBits, TSource, TDestination, TMap>(in from, ref to, (nuint)source.Length, map);
        }
        else if (!source.IsEmpty)
        {
            Walk<Bits32, TSource, TDestination, TMap>(in from, ref to, (nuint)source.Length, map);
        }
    }

    /// <summary>The bits of the largest magnitude: from those of infinity on if a float is not finite.</summary>
    public static uint LargestMagnitude(ReadOnlySpan<float> floats)
    {
        ref var first = ref Unsafe.As<float, uint>(ref MemoryMarshal.GetReference(floats));
        return Vector512.IsHardwareAccelerated && floats.Length >= Bits512.Count ? LargestMagnitude<Bits512>(in first, (nuint)floats.Length)
            : Vector.IsHardwareAccelerated && floats.Length >= VectorBits.Count ? LargestMagnitude<VectorBits>(in first, (nuint)floats.Length)
            : floats.IsEmpty ? 0
            : LargestMagnitude<Bits32>(in first, (nuint)floats.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static uint LargestMagnitude<B>(ref readonly uint floats, nuint length)
        where B : struct, IBitLanes<B>
    {
        ref var first = ref Unsafe.AsRef(in floats);
        var (count, last) = ((nuint)B.Count, length - (nuint)B.Count);
        var even = B.Magnitude(B.Load(in Unsafe.Add(ref first, last)));
        var odd = even;
        nuint i = 0;
        for (; i + count < last; i += 2 * count)
        {
            even = B.Max(even, B.Magnitude(B.Load(in Unsafe.Add(ref first, i))));
            odd = B.Max(odd, B.Magnitude(B.Load(in Unsafe.Add(ref first, i + count))));
        }

        if (i < last)
        {
            even = B.Max(even, B.Magnitude(B.Load(in Unsafe.Add(ref first, i))));
        }

        return B.LargestOf(B.Max(even, odd));
    }

    // As in ElementwiseLoop.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Walk<B, TSource, TDestination, TMap>(ref readonly TSource source, ref TDestination destination, nuint length, TMap map)
        where B : struct, IBitLanes<B>
        where TMap : struct, IBitMap<TSource, TDestination>, allows ref struct
    {
        var last = length - (nuint)B.Count;
        for (nuint i = 0; i < last; i += (nuint)B.Count)
        {
            map.Map<B>(in Unsafe.Add(ref Unsafe.AsRef(in source), i), ref Unsafe.Add(ref destination, i), i);
        }

        map.Map<B>(in Unsafe.Add(ref Unsafe.AsRef(in source), last), ref Unsafe.Add(ref destination, last), last);
    }
}
