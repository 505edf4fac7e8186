using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>p(w) = s·[w ≠ 0]</summary>
internal sealed class HardThresholdReference(double strength) : IPenaltyReference
{
    public double Value(double w) => !double.IsFinite(w) ? Math.Abs(w) : w == 0 ? 0 : strength;

    public T AddGradient<T>(T w, T g)
        where T : IBinaryFloatingPointIeee754<T> =>
        g;

    public T ProximalStep<T>(T v, T rate)
        where T : IBinaryFloatingPointIeee754<T> =>
        T.Abs(v) < T.Sqrt(rate) * T.CreateTruncating(Math.Sqrt(2 * strength)) ? T.Zero : v;
}
