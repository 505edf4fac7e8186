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
    /// The mean of squares is no smaller than the square of the mean, but each is rounded. Where gradients hardly change, the
    /// difference may come out below zero, and its root would be NaN.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Deviation<L>(L meanSquare, L mean, double epsilon)
        where L : struct, ILanes<L> =>
        // This way round, a NaN stays.
        Root(L.LargerOrRight(L.Zero, L.Fnma(mean, mean, meanSquare)), epsilon);

    /// <summary>√(a² + b²) of two magnitudes, as h·√fma(q, q, 1) with h the larger of the two and q the smaller one divided by h.</summary>
    /// <remarks>No square underflows or overflows. 0 where both magnitudes are below the smallest normal number.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Hypotenuse<L>(L left, L right)
        where L : struct, ILanes<L>
    {
        var larger = L.FlushSubnormal(L.LargerMagnitude(left, right));
        var quotient = L.SmallerOrRight(left, right) / larger;
        return L.SelectEqual(larger, L.Zero, L.Zero, larger * L.Sqrt(L.Fma(quotient, quotient, L.Splat(1))));
    }
}

/// <summary>Corrections for means that start at zero: 1/c₁ and 1/√c₂, with c = 1 − βᵗ.</summary>
internal readonly record struct MomentCorrections(double First, double RootOfSecond)
{
    /// <param name="beta1">β₁</param>
    /// <param name="beta2">β₂</param>
    /// <param name="step">t, from 1.</param>
    public MomentCorrections(double beta1, double beta2, long step)
        : this(
            IsOver(beta1, step) ? 1 : 1 / OneMinusPower(beta1, step),
            IsOver(beta2, step) ? 1 : 1 / Math.Sqrt(OneMinusPower(beta2, step)))
    {
    }

    public static MomentCorrections None => new(1, 1);

    /// <summary>(1/c₁)·m</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L FirstMoment<L>(L mean)
        where L : struct, ILanes<L> =>
        L.Splat(First) * mean;

    /// <summary>α / fma(1/√c₂, √v, ε)</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Rate<L>(double learningRate, L meanSquare, double epsilon)
        where L : struct, ILanes<L> =>
        L.Splat(learningRate) / L.Fma(L.Splat(RootOfSecond), L.Sqrt(meanSquare), L.Splat(epsilon));

    /// <summary>Whether 1 − βᵗ rounds to 1: βᵗ ≤ exp(−t·(1 − β)), and e⁻³⁸ is below 2⁻⁵⁴.</summary>
    private static bool IsOver(double beta, long step) => (1 - beta) * step > 38;

    /// <summary>1 − βᵗ by repeated squaring of 1 − β.</summary>
    /// <remarks>
    /// Every operation keeps its relative error. βᵗ itself would not do: near 1 it has lost the digits of 1 − βᵗ. The bits are the
    /// same on every machine, unlike those of <see cref="Math.Pow"/>.
    /// </remarks>
    private static double OneMinusPower(double beta, long step)
    {
        var complement = 0.0;
        Span<double> factors = [0, 1 - beta]; // Indexed instead of branched: the bits of the step count are unpredictable.
        for (; step > 0; step >>= 1)
        {
            complement = OneMinusProduct(complement, factors[(int)step & 1]);
            factors[1] = OneMinusProduct(factors[1], factors[1]);
        }

        return complement;
    }

    /// <summary>1 − (1 − a)(1 − b) = a + b − a·b</summary>
    private static double OneMinusProduct(double a, double b) => Math.FusedMultiplyAdd(-a, b, a + b);
}
