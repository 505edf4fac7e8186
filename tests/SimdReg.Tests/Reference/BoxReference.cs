using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>p(w) = 0 from min to max, +∞ outside; a bound rounded to float is inside</summary>
internal sealed class BoxReference(double min, double max) : IPenaltyReference
{
    public double Value(double w) =>
        double.IsNaN(w) ? w
        : (w >= min || w >= (float)min) && (w <= max || w <= (float)max) ? 0
        : double.PositiveInfinity;

    public T AddGradient<T>(T w, T g)
        where T : IBinaryFloatingPointIeee754<T> =>
        g;

    public T ProximalStep<T>(T v, T rate)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var (low, high) = (T.CreateTruncating(min), T.CreateTruncating(max));
        return v < low ? low : v > high ? high : v;
    }
}
