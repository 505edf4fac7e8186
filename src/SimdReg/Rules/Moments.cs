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

    /// <summary>√(a² + b²) of two magnitudes, as fma(l, q/(1 + √fma(q, q, 1)), h) with h the larger of the two, l the smaller and q = l/h.</summary>
    /// <remarks>
    /// No square underflows or overflows. What is added to h is computed by itself: h·√(1 + q²) would lose it where q is small, and always
    /// downwards. 0 where both magnitudes are below the smallest normal number.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Hypotenuse<L>(L left, L right)
        where L : struct, ILanes<L>
    {
        var larger = L.FlushSubnormal(L.LargerMagnitude(left, right));
        var smaller = L.SmallerOrRight(left, right);
        var quotient = smaller / larger;
        var part = quotient / (L.Splat(1) + L.Sqrt(L.Fma(quotient, quotient, L.Splat(1))));
        return L.SelectEqual(larger, L.Zero, L.Zero, L.Fma(smaller, part, larger));
    }
}

/// <summary>Corrections for running means that start at zero, with c = 1 − βᵗ, where t is the number of the step, from 1.</summary>
internal static class BiasCorrection
{
    /// <summary>1/c, by which the mean is multiplied.</summary>
    public static double OfMean(double beta, long step) => IsOver(beta, step) ? 1 : 1 / OneMinusPower(beta, step);

    /// <summary>1/√c, by which the root of the mean is multiplied.</summary>
    public static double OfRoot(double beta, long step) => IsOver(beta, step) ? 1 : 1 / Math.Sqrt(OneMinusPower(beta, step));

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
