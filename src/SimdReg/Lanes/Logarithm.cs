using System.Runtime.CompilerServices;

namespace SimdReg.Lanes;

/// <summary>The natural logarithm on lanes, from operations that round alike at every width.</summary>
/// <remarks>
/// <para>
/// x = 2ᵏ·(1 + f) with √½ ≤ 1 + f &lt; √2, up to rounding, and log x = k·log 2 + log(1 + f). With q = f/(2 + f), log(1 + f) = log(1 + q) − log(1 − q) =
/// 2q + ⅔q³ + ⅖q⁵ + …, a polynomial in q². Written as f − (f²/2 − q·(f²/2 + R(q²))), its largest term is exact.
/// </para>
/// <para>
/// The error is below 4 units in the last place; <c>LogarithmTests</c> checks that. Source: the method and the coefficients, whose error is below 2⁻⁵⁸, are those of
/// FreeBSD's <c>e_log.c</c> (Sun Microsystems, 1993).
/// </para>
/// </remarks>
internal static class Logarithm
{
    // log 2 in two parts. In double the first has zeros at its end, so that its product with k is exact.
    private const double HighLog2 = 6.93147180369123816490e-01;
    private const double LowLog2 = 1.90821492927058770002e-10;

    /// <summary>log(x + correction)</summary>
    /// <param name="x">Positive and normal. The result is that for ∞ and for NaN too.</param>
    /// <param name="correction">Finite, and no more than the rounding error of x. Left out from x = √2 on, where it is less than that of the result.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Of<L>(L x, L correction)
        where L : struct, ILanes<L>
    {
        var (exponent, significand) = (L.Exponent(x), L.Significand(x));
        var half = L.Scale(significand, 0.5);
        var root = L.Splat(1.4142135623730951);
        var k = L.SelectLess(significand, root, exponent, exponent + L.Splat(1));
        var f = L.SelectLess(significand, root, significand, half) - L.Splat(1) + L.SelectEqual(k, L.Zero, correction, L.Zero);

        var q = f / (f + L.Splat(2));
        var z = q * q;
        var r = L.Fma(L.Splat(1.479819860511658591e-01), z, L.Splat(1.531383769920937332e-01));
        r = L.Fma(r, z, L.Splat(1.818357216161805012e-01));
        r = L.Fma(r, z, L.Splat(2.222219843214978396e-01));
        r = L.Fma(r, z, L.Splat(2.857142874366239149e-01));
        r = L.Fma(r, z, L.Splat(3.999999999940941908e-01));
        r = L.Fma(r, z, L.Splat(6.666666666666735130e-01));
        var square = L.Scale(f, 0.5) * f;
        var rest = L.Fma(q, L.Fma(r, z, square), L.Scale(k, LowLog2));
        var log = L.Fma(k, L.Splat(HighLog2), f - (square - rest));
        return L.SelectLess(x, L.Splat(double.PositiveInfinity), log, x);
    }
}
