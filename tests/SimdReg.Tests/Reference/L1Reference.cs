using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>p(w) = s·|w|</summary>
internal sealed class L1Reference(double strength) : IPenaltyReference
{
    public double Value(double w) => strength * Math.Abs(w);

    public T AddGradient<T>(T w, T g)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var s = T.CreateTruncating(strength);
        return T.IsNaN(w) ? T.NaN
            : w > T.Zero ? g + s
            : w < T.Zero ? g - s
            : g;
    }

    public T ProximalStep<T>(T v, T rate)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var threshold = rate * T.CreateTruncating(strength);
        if (T.Abs(v) < threshold)
        {
            return T.Zero;
        }

        return v < T.Zero ? v + threshold : v - threshold;
    }
}
