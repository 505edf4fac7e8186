using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>p(w) = s·|w| − w²/(2γ) up to |w| = γ·s, and γ·s²/2 beyond</summary>
internal sealed class McpReference(double strength, double gamma) : IPenaltyReference
{
    public double Value(double w)
    {
        var size = Math.Abs(w);
        return !double.IsFinite(w) ? size
            : size <= gamma * strength ? (strength * size) - (size * size / (2 * gamma))
            : gamma * strength * strength / 2;
    }

    public T AddGradient<T>(T w, T g)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var pull = T.FusedMultiplyAdd(-T.Abs(w), T.CreateTruncating(1 / gamma), T.CreateTruncating(strength));
        return T.IsNaN(w) || T.IsNaN(g) ? T.NaN
            : !(pull > T.Zero) ? g + T.Zero
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

        var (g, isSoft) = (T.CreateTruncating(gamma), rate < T.CreateTruncating(gamma));
        var threshold = isSoft ? rate * T.CreateTruncating(strength) : T.Sqrt(rate) * T.CreateTruncating(strength * Math.Sqrt(gamma));
        var slope = isSoft ? g / (g - rate) : T.ScaleB(T.One, 100);
        var beyond = (T.Abs(v) - threshold) * slope;
        var size = beyond < T.Zero ? T.Zero : beyond;
        return T.CopySign(size > T.Abs(v) ? T.Abs(v) : size, v);
    }
}
