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
        where TMap : struct, IBitMap<TSource, TDestination>
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

    // As in ElementwiseLoop.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Walk<B, TSource, TDestination, TMap>(ref readonly TSource source, ref TDestination destination, nuint length, TMap map)
        where B : struct, IBitLanes<B>
        where TMap : struct, IBitMap<TSource, TDestination>
    {
        var last = length - (nuint)B.Count;
        for (nuint i = 0; i < last; i += (nuint)B.Count)
        {
            map.Map<B>(in Unsafe.Add(ref Unsafe.AsRef(in source), i), ref Unsafe.Add(ref destination, i), i);
        }

        map.Map<B>(in Unsafe.Add(ref Unsafe.AsRef(in source), last), ref Unsafe.Add(ref destination, last), last);
    }
}
