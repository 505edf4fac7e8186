using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>p(w) = s·w²/2 up to |w| = δ, and s·δ·(|w| − δ/2) beyond</summary>
internal sealed class HuberReference(double strength, double delta) : IPenaltyReference
{
    public double Value(double w) =>
        Math.Abs(w) <= delta ? strength * w * w / 2 : strength * delta * (Math.Abs(w) - (delta / 2));

    public T AddGradient<T>(T w, T g)
        where T : IBinaryFloatingPointIeee754<T> =>
        T.FusedMultiplyAdd(T.CreateTruncating(strength), Clip(w), g);

    public T ProximalStep<T>(T v, T rate)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var s = T.CreateTruncating(strength);
        var inner = T.Abs(v) * (T.One / Extremes.Finite(T.FusedMultiplyAdd(rate, s, T.One)));
        var outer = T.Abs(v) - Extremes.Finite(rate * T.CreateTruncating(strength * delta));
        return T.CopySign(outer > inner ? outer : inner, v);
    }

    private T Clip<T>(T w)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var d = T.CreateTruncating(delta);
        return w > d ? d : w < -d ? -d : w;
    }
}
