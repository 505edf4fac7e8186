using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>p(w) = s·max(|w| − δ, 0)</summary>
internal sealed class DeadZoneReference(double strength, double delta) : IPenaltyReference
{
    public double Value(double w) => Math.Abs(w) <= delta ? 0 : strength * (Math.Abs(w) - delta);

    public T AddGradient<T>(T w, T g)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var (s, d) = (T.CreateTruncating(strength), T.CreateTruncating(delta));
        return T.IsNaN(w) ? T.NaN : w >= d ? g + s : w <= -d ? g - s : g;
    }

    public T ProximalStep<T>(T v, T rate)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var (threshold, d) = (rate * T.CreateTruncating(strength), T.CreateTruncating(delta));
        var size = T.Abs(v) - threshold;
        size = size < d ? d : size;
        return T.CopySign(T.Abs(v) < size ? T.Abs(v) : size, v);
    }
}
