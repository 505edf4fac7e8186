using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>A penalty from 0 on, +∞ below</summary>
internal sealed class NonNegativeReference(IPenaltyReference penalty) : IPenaltyReference
{
    public double Value(double w) => w < 0 ? double.PositiveInfinity : penalty.Value(w);

    public T AddGradient<T>(T w, T g)
        where T : IBinaryFloatingPointIeee754<T> =>
        g;

    public T ProximalStep<T>(T v, T rate)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var point = penalty.ProximalStep(v, rate);
        return point < T.Zero ? T.Zero : point;
    }
}
