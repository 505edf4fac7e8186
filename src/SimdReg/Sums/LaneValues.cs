using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Lanes;

namespace SimdReg.Sums;

/// <summary>The numbers side by side in lanes, one by one: for what is done once, after a loop.</summary>
internal static class LaneValues
{
    /// <summary>Lanes are a vector and nothing else, so their memory is its elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<T> Of<L, T>(ref readonly L lanes)
        where L : struct, ILanes<L, T>
        where T : unmanaged =>
        MemoryMarshal.CreateReadOnlySpan(in Unsafe.As<L, T>(ref Unsafe.AsRef(in lanes)), L.Count);

    /// <summary>The sum of all, in double. In two halves, because each addition waits for the last one of its own.</summary>
    public static double Sum<L, T>(L values)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var numbers = Of<L, T>(in values);
        var (first, second) = (0.0, 0.0);
        foreach (var number in numbers[(numbers.Length / 2)..])
        {
            first += double.CreateTruncating(number);
        }

        foreach (var number in numbers[..(numbers.Length / 2)])
        {
            second += double.CreateTruncating(number);
        }

        return first + second;
    }

    /// <summary>The largest of magnitudes, or NaN where there is one.</summary>
    public static T Largest<L, T>(L magnitudes)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TensorPrimitives.Max(Of<L, T>(in magnitudes));
}
