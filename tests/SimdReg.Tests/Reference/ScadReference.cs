using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>p(w) = s·|w| up to |w| = s, then a parabola up to a·s, and s²·(a + 1)/2 beyond</summary>
internal sealed class ScadReference(double strength, double a) : IPenaltyReference
{
    public double Value(double w)
    {
        var size = Math.Abs(w);
        return !double.IsFinite(w) ? size
            : size <= strength ? strength * size
            : size <= a * strength ? (strength * size) - ((size - strength) * (size - strength) / (2 * (a - 1)))
            : strength * strength * (a + 1) / 2;
    }

    public T AddGradient<T>(T w, T g)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var (s, falling) = (T.CreateTruncating(strength), (T.CreateTruncating(a * strength) - T.Abs(w)) * T.CreateTruncating(1 / (a - 1)));
        var pull = !(falling > T.Zero) ? T.Zero : falling < s ? falling : s;
        return T.IsNaN(w) || T.IsNaN(g) ? T.NaN
            : w > T.Zero ? g + pull
            : w < T.Zero ? g - pull
            : g;
    }

    public T ProximalStep<T>(T v, T rate)
        where T : IBinaryFloatingPointIeee754<T>
    {
        if (T.IsNaN(v))
        {
            return v;
        }

        var (low, high) = (T.CreateTruncating(a - 1), T.CreateTruncating(a + 1));
        var threshold = rate * T.CreateTruncating(strength);
        var start =
            rate < low ? threshold * T.CreateTruncating(a / (a - 1))
            : rate < high ? T.FusedMultiplyAdd(rate, T.CreateTruncating(strength / 2), T.CreateTruncating(strength * (a + 1) / 2))
            : T.Sqrt(rate) * T.CreateTruncating(strength * Math.Sqrt(a + 1));
        var slope = rate < low ? low / (low - rate) : T.ScaleB(T.One, 100);
        var (soft, steep) = (T.Abs(v) - threshold, (T.Abs(v) - start) * slope);
        var size = soft < T.Zero ? T.Zero : soft;
        size = steep > size ? steep : size;
        return T.CopySign(size > T.Abs(v) ? T.Abs(v) : size, v);
    }
}
