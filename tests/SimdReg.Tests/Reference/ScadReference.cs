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

        var threshold = Extremes.Finite(rate * T.CreateTruncating(strength));
        T start;
        if (rate > T.CreateTruncating(a + 1))
        {
            start = T.Sqrt(rate) * T.CreateTruncating(strength * Math.Sqrt(a + 1));
        }
        else
        {
            var (low, high) = (threshold * T.CreateTruncating(a / (a - 1)), T.FusedMultiplyAdd(rate, T.CreateTruncating(strength / 2), T.CreateTruncating(strength * (a + 1) / 2)));
            start = high < low ? high : low;
        }

        var slope = Extremes.Inverse(T.FusedMultiplyAdd(-rate, T.CreateTruncating(1 / (a - 1)), T.One));
        var (soft, steep) = (T.Abs(v) - threshold, (T.Abs(v) - Extremes.Finite(start)) * slope);
        var size = soft < T.Zero ? T.Zero : soft;
        size = steep > size ? steep : size;
        return T.CopySign(size > T.Abs(v) ? T.Abs(v) : size, v);
    }
}
