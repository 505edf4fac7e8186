using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg.Groups;

/// <summary>The proximal step of a group whose weights have rates of their own.</summary>
/// <remarks>
/// <para>
/// The minimum of Σ(uᵢ − vᵢ)²/2rᵢ + φ(‖u‖) is 0 if Σ(vᵢ/(rᵢ·φ′(0)))² ≤ 1. Otherwise θ = ‖u‖ solves S(θ) = Σ(vᵢ/(θ + rᵢ·φ′(θ)))² = 1, and
/// uᵢ = vᵢ·θ/(θ + rᵢ·φ′(θ)). <c>docs/groups.md</c> has the proof.
/// </para>
/// <para>
/// Newton's method on 1/√S(θ) = 1, which is linear in θ if all rates are equal, and between two ends that each step moves: where it leaves them, or the interval has not halved in
/// two steps, the middle is taken. At most 128 steps.
/// </para>
/// <para>Sums are taken in eight lanes of double at every width of the machine, so that the root has the same bits everywhere.</para>
/// </remarks>
internal static class GroupRoot
{
    private const int MostSteps = 128;
    private const int LaneCount = 8;

    /// <summary>Replaces a group of a finite norm above 0 by its proximal step.</summary>
    public static void ProximalStep<T, TGroup>(Span<T> group, ReadOnlySpan<T> rates, double norm, TGroup penalty)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TGroup : struct, IGroupPenalty
    {
        var length = (group.Length + LaneCount - 1) / LaneCount * LaneCount;
        var buffer = ArrayPool<double>.Shared.Rent(2 * length);
        var v = buffer.AsSpan(0, length);
        var r = buffer.AsSpan(length, length);
        Widen<T>(group, v);
        Widen(rates, r);
        var theta = IsZero(v, r, penalty.Slope(0, group.Length)) ? 0 : Root(v, r, norm, group.Length, penalty);
        if (theta == 0)
        {
            group.Clear();
        }
        else if (penalty.Slope(theta, group.Length) is var slope && slope != 0)
        {
            for (var i = 0; i < group.Length; i++)
            {
                var result = Element<T>.Round(v[i] * (theta / (theta + (r[i] * slope))));
                group[i] = T.IsNormal(result) ? result : T.Zero;
            }
        }

        ArrayPool<double>.Shared.Return(buffer);
    }

    private static bool IsZero(ReadOnlySpan<double> v, ReadOnlySpan<double> r, double slope)
    {
        var sum = 0.0;
        for (var i = 0; i < v.Length && sum <= 1; i++)
        {
            var quotient = v[i] == 0 ? 0 : v[i] / (r[i] * slope);
            sum += quotient * quotient;
        }

        return sum <= 1;
    }

    private static double Root<TGroup>(ReadOnlySpan<double> v, ReadOnlySpan<double> r, double norm, int size, TGroup penalty)
        where TGroup : struct, IGroupPenalty
    {
        var (low, high) = (0.0, norm);
        var theta = Math.Max(norm - (Mean(v, r, norm) * penalty.Slope(norm, size)), norm / 2);
        var (width, slow) = (high, 0);
        for (var step = 0; step < MostSteps && high - low > 1e-16 * high; step++)
        {
            var slope = penalty.Slope(theta, size);
            var (sum, derivative) = Sums<Lanes512<double>>(v, r, theta, slope);
            if (sum == 1)
            {
                return theta;
            }

            (low, high) = sum > 1 ? (theta, high) : (low, theta);

            // h(θ) = S^(−½) − 1, h′(θ) = S^(−3/2)·Σ q²/(θ + r·φ′)
            var next = theta + (sum * (Math.Sqrt(sum) - 1) / derivative);
            slow = high - low > width / 2 ? slow + 1 : 0;
            width = high - low;
            if (Math.Abs(next - theta) <= 1e-16 * theta)
            {
                return theta;
            }

            theta = slow < 2 && next > low && next < high ? next : low + ((high - low) / 2);
            slow = slow < 2 ? slow : 0;
        }

        return theta;
    }

    /// <summary>The mean rate, weighted by v²: of weights with one rate, that rate.</summary>
    private static double Mean(ReadOnlySpan<double> v, ReadOnlySpan<double> r, double norm)
    {
        var sum = 0.0;
        for (var i = 0; i < v.Length; i++)
        {
            var share = v[i] / norm;
            sum += share * share * r[i];
        }

        return sum;
    }

    /// <summary>Σq² and Σq²/(θ + r·φ′), with q = v/(θ + r·φ′).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static (double Squares, double Derivative) Sums<L>(ReadOnlySpan<double> v, ReadOnlySpan<double> r, double theta, double slope)
        where L : struct, ILanes<L, double>
    {
        var (squares, derivative) = (L.Zero, L.Zero);
        for (var i = 0; i < v.Length; i += LaneCount)
        {
            var divisor = L.Splat(theta) + (L.Load(in r[i]) * L.Splat(slope));
            var quotient = L.Load(in v[i]) / divisor;
            var square = quotient * quotient;
            squares += square;
            derivative += square / divisor;
        }

        return (Across(squares), Across(derivative));
    }

    private static double Across<L>(L sums)
        where L : struct, ILanes<L, double>
    {
        Span<double> s = stackalloc double[LaneCount];
        sums.Store(ref s[0]);
        return ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]));
    }

    private static void Widen<T>(ReadOnlySpan<T> source, Span<double> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < source.Length; i++)
        {
            destination[i] = double.CreateTruncating(source[i]);
        }

        destination[source.Length..].Clear();
    }
}
