using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>Running means of g and of g².</summary>
internal static class Moments
{
    /// <summary>fma(β, m, (1 − β)·g)</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L First<L>(double beta, L mean, L gradients)
        where L : struct, ILanes<L> =>
        L.Fma(L.Splat(beta), mean, L.Splat(1 - beta) * gradients);

    /// <summary>fma(β, v, ((1 − β)·g)·g)</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Second<L>(double beta, L mean, L gradients)
        where L : struct, ILanes<L> =>
        L.Fma(L.Splat(beta), mean, L.Splat(1 - beta) * gradients * gradients);

    /// <summary>√v + ε</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Root<L>(L squares, double epsilon)
        where L : struct, ILanes<L> =>
        L.Sqrt(squares) + L.Splat(epsilon);

    /// <summary>√max(fma(−m, m, v), 0) + ε</summary>
    /// <remarks>
    /// The mean of squares is at least the square of the mean, but both are rounded. Where gradients hardly change, the difference can be
    /// negative, and its root would be NaN.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Deviation<L>(L meanSquare, L mean, double epsilon)
        where L : struct, ILanes<L> =>
        // In this order of arguments a NaN stays NaN.
        Root(L.MaxOrRight(L.Zero, L.Fnma(mean, mean, meanSquare)), epsilon);
}
