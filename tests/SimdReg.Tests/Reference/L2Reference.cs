using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>p(w) = (s/2)·w²</summary>
internal sealed class L2Reference(double strength) : IPenaltyReference
{
    public double Value(double w) => strength / 2 * w * w;

    public T AddGradient<T>(T w, T g)
        where T : IBinaryFloatingPointIeee754<T> =>
        T.FusedMultiplyAdd(T.CreateTruncating(strength), w, g);

    public T ProximalStep<T>(T v, T rate)
        where T : IBinaryFloatingPointIeee754<T> =>
        v / T.FusedMultiplyAdd(rate, T.CreateTruncating(strength), T.One);
}
