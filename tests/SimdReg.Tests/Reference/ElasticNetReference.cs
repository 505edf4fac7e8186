using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>p(w) = s₁·|w| + (s₂/2)·w²</summary>
internal sealed class ElasticNetReference(double l1Strength, double l2Strength) : IPenaltyReference
{
    public double Value(double w) => (l1Strength * Math.Abs(w)) + (l2Strength / 2 * w * w);

    public T AddGradient<T>(T w, T g)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var s1 = T.CreateTruncating(l1Strength);
        var pushed = w > T.Zero ? g + s1 : w < T.Zero ? g - s1 : g;
        return T.FusedMultiplyAdd(T.CreateTruncating(l2Strength), w, pushed);
    }

    public T ProximalStep<T>(T v, T rate)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var threshold = rate * T.CreateTruncating(l1Strength);
        var soft = T.Abs(v) < threshold ? T.Zero : v < T.Zero ? v + threshold : v - threshold;
        return soft / T.FusedMultiplyAdd(rate, T.CreateTruncating(l2Strength), T.One);
    }
}
