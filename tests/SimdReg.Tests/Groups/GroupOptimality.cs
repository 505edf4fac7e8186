using System.Numerics;
using SimdReg.Tests.Reference;

namespace SimdReg.Tests.Groups;

/// <summary>The conditions that the minimum u of Σ(uᵢ − vᵢ)²/2rᵢ + φ(‖u‖) fulfils.</summary>
internal static class GroupOptimality
{
    /// <summary>u = 0 if Σ(vᵢ/(rᵢ·φ′(0)))² ≤ 1; otherwise (vᵢ − uᵢ)·‖u‖ = rᵢ·φ′(‖u‖)·uᵢ, up to the rounding of u and of the root.</summary>
    /// <remarks>
    /// Each uᵢ is rounded once to T from four operations in double, which moves ‖u‖ by as much; the root solves S(θ) = 1 up to the rounding of S, which has n/8 + 8 additions of terms with
    /// four roundings each, and the last step of Newton's method, two units of θ.
    /// </remarks>
    public static void Assert<T>(T[] points, T[] rates, T[] result, IGroupReference group, string at)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] v = [.. points.Select(double.CreateChecked)], r = [.. rates.Select(double.CreateChecked)], u = [.. result.Select(double.CreateChecked)];
        var unit = double.CreateChecked(T.BitIncrement(T.One) - T.One);
        var tolerance = (2 * unit) + ((v.Length + 64) * Math.ScaleB(1, -52));
        var slopeAtZero = group.Slope(0, v.Length);
        var atZero = v.Zip(r, (x, rate) => x == 0 ? 0 : Math.Pow(x / (rate * slopeAtZero), 2)).Sum();
        var isZero = u.All(x => x == 0);
        if (atZero <= 1 - tolerance || v.All(x => x == 0))
        {
            Xunit.Assert.True(isZero, $"{at}: S(0) = {atZero}, and the group is not zero.");
            return;
        }

        if (isZero)
        {
            // A point barely outside has a minimum so small that it may be flushed.
            var smallest = typeof(T) == typeof(float) ? 1.17549435e-38 : 2.2250738585072014e-308;
            Xunit.Assert.True(atZero <= 1 + tolerance || v.Zip(r, (x, rate) => Math.Abs(x) / (1 + (rate * group.Slope(1, v.Length)))).All(x => x < smallest), $"{at}: S(0) = {atZero}, and the group is zero.");
            return;
        }

        var largest = u.Max(Math.Abs);
        var norm = largest * Math.Sqrt(u.Sum(x => x / largest * (x / largest)));
        var slope = group.Slope(norm, v.Length);
        for (var i = 0; i < v.Length; i++)
        {
            var (pull, back) = ((v[i] - u[i]) * norm, r[i] * slope * u[i]);
            var scale = (Math.Abs(v[i]) * norm) + Math.Abs(back);
            Xunit.Assert.True(
                Math.Abs(pull - back) <= tolerance * scale || (u[i] == 0 && Math.Abs(v[i]) * norm / (norm + (r[i] * slope)) < Math.ScaleB(1, -125)),
                $"{at}: weight {i}, v = {v[i]:R}, r = {r[i]:R}, u = {u[i]:R}, ‖u‖ = {norm:R}, φ′ = {slope:R}: {Math.Abs(pull - back) / scale} above {tolerance}.");
        }
    }
}
