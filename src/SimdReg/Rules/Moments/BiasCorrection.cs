using System.Runtime.CompilerServices;

namespace SimdReg;

/// <summary>Bias corrections for running means that start at zero, with c = 1 − βᵗ, where t is the step number, from 1.</summary>
internal static class BiasCorrection
{
    /// <summary>1/c, the factor of the mean.</summary>
    public static double OfMean(double beta, long step) => IsOver(beta, step) ? 1 : 1 / OneMinusPower(beta, step);

    /// <summary>1/√c, the factor of the root of the mean.</summary>
    public static double OfRoot(double beta, long step) => IsOver(beta, step) ? 1 : 1 / Math.Sqrt(OneMinusPower(beta, step));

    /// <summary>Whether 1 − βᵗ rounds to 1: βᵗ ≤ exp(−t·(1 − β)), and e⁻³⁸ is below 2⁻⁵⁴.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsOver(double beta, long step) => (1 - beta) * step > 38;

    /// <summary>1 − βᵗ by repeated squaring of 1 − β.</summary>
    /// <remarks>
    /// Every operation keeps its relative error. Computing 1 − βᵗ from βᵗ would cancel while βᵗ is near 1. The bits are the same on every
    /// machine, unlike those of <see cref="Math.Pow"/>.
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
