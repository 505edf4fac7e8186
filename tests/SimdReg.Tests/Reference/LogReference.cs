using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>The logarithm of FreeBSD's e_log.c in the library's order of operations, on one number that is positive and normal, infinite or NaN.</summary>
internal static class LogReference
{
    private static readonly double[] _coefficients =
    [
        1.479819860511658591e-01,
        1.531383769920937332e-01,
        1.818357216161805012e-01,
        2.222219843214978396e-01,
        2.857142874366239149e-01,
        3.999999999940941908e-01,
        6.666666666666735130e-01,
    ];

    public static T Of<T>(T x)
        where T : IBinaryFloatingPointIeee754<T>
    {
        if (!T.IsFinite(x))
        {
            return x;
        }

        var exponent = T.ILogB(x);
        var significand = T.ScaleB(x, -exponent);
        if (significand >= T.CreateTruncating(Math.Sqrt(2)))
        {
            exponent++;
            significand /= T.CreateTruncating(2);
        }

        var (f, k) = (significand - T.One, T.CreateTruncating(exponent));
        var q = f / (f + T.CreateTruncating(2));
        var r = T.CreateTruncating(_coefficients[0]);
        foreach (var coefficient in _coefficients.AsSpan(1))
        {
            r = T.FusedMultiplyAdd(r, q * q, T.CreateTruncating(coefficient));
        }

        var square = f * T.CreateTruncating(0.5) * f;
        var rest = T.FusedMultiplyAdd(q, T.FusedMultiplyAdd(r, q * q, square), k * T.CreateTruncating(1.90821492927058770002e-10));
        return T.FusedMultiplyAdd(k, T.CreateTruncating(6.93147180369123816490e-01), f - (square - rest));
    }
}
