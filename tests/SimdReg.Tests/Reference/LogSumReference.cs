using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>p(w) = s·log(1 + |w|/ε)</summary>
internal sealed class LogSumReference(double strength, double epsilon) : IPenaltyReference
{
    public double Value(double w)
    {
        // By Kahan: the quotient makes up for what 1 + t rounds away.
        var t = Math.Abs(w) / epsilon;
        var x = 1 + t;
        return strength * (x == 1 ? t : double.IsFinite(x) ? Math.Log(x) * (t / (x - 1)) : Math.Log(Math.Abs(w)) - Math.Log(epsilon));
    }

    public T AddGradient<T>(T w, T g)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var slope = T.CreateTruncating(strength) / (T.CreateTruncating(epsilon) + T.Abs(w));
        return T.IsNaN(w) ? T.NaN : w > T.Zero ? g + slope : w < T.Zero ? g - slope : g;
    }

    public T ProximalStep<T>(T v, T rate)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var e = T.CreateTruncating(epsilon);
        var h = T.Sqrt(rate) * T.CreateTruncating(Math.Sqrt(strength));
        var c = (T.Abs(v) + e) * (T.CreateTruncating(0.5) / h);
        var square = (c - T.One) * (c + T.One);
        var root = square > T.Zero ? T.Sqrt(square) : T.Zero;
        var denominator = c + (root < c ? root : c);
        var inverse = T.One / denominator;
        var u = T.Abs(v) - (h * inverse);
        if (!(h > e))
        {
            return T.IsNaN(v) ? v : T.CopySign(u < T.Zero ? T.Zero : u, v);
        }

        if (c < T.One)
        {
            return T.Zero;
        }

        var gain = Log(denominator * (h * T.CreateTruncating(1 / epsilon)), denominator * h) - (T.One - (inverse * (e / h)));
        var z = u * (T.One / h);
        return z * z < gain + gain ? T.Zero : T.CopySign(u, v);
    }

    /// <summary>log(ratio), or log(number) − log ε where the ratio is too large.</summary>
    private T Log<T>(T ratio, T number)
        where T : IBinaryFloatingPointIeee754<T> =>
        ratio < Extremes.Finite(T.PositiveInfinity) ? LogReference.Of(ratio) : LogReference.Of(number) - T.CreateTruncating(Math.Log(epsilon));
}
