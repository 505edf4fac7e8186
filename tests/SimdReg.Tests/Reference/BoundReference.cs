using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>p(w) = 0, but +∞ for an infinite weight: what <see cref="NonNegativeReference"/> bounds where there is no penalty.</summary>
internal sealed class BoundReference : IPenaltyReference
{
    public double Value(double w) => double.IsFinite(w) ? 0 : Math.Abs(w);

    public T AddGradient<T>(T w, T g)
        where T : IBinaryFloatingPointIeee754<T> =>
        g;

    public T ProximalStep<T>(T v, T rate)
        where T : IBinaryFloatingPointIeee754<T> =>
        v;
}
