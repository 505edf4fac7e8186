using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg.Sums;

/// <summary>Loads weights as lanes of double.</summary>
internal static class Doubles
{
    /// <summary>Reads as many adjacent weights as there are lanes, exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Load<L, T>(ref readonly T source)
        where L : struct, ILanes<L, double>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? L.LoadWidened(in Unsafe.As<T, float>(ref Unsafe.AsRef(in source)))
            : L.Load(in Unsafe.As<T, double>(ref Unsafe.AsRef(in source)));
}
