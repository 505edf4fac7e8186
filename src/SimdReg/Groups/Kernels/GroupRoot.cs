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
/// two steps, the middle is taken, of ends far apart the geometric one. At most 128 steps. φ″ is a quotient of differences.
/// </para>
/// <para>Sums are taken in eight lanes of double at every width of the machine, so that the root has the same bits everywhere.</para>
/// </remarks>
internal static class GroupRoot
{
    private const int MostSteps = 128;
    private const int LaneCount = 8;

    /// <summary>Two units in the last place: where Newton's method stops.</summary>
    private const double Tolerance = 1.0 / (1L << 51);

    /// <summary>The relative distance of the two slopes whose quotient of differences is φ″: the root of a unit in the last place.</summary>
    private const double RelativeDifference = 1.0 / (1 << 26);

    /// <summary>The factor of a step towards a root that may be of any magnitude.</summary>
    private const double SmallStep = 1.0 / (1 << 16);

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
        for (var i = 0; i < v.Length; i++)
        {
            // A weight of 0 stays 0 at any rate, also one that is kept at 0 and whose gradient is NaN.
            r[i] = v[i] == 0 ? 0 : r[i];
        }

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
                group[i] = result == T.Zero || T.IsSubnormal(result) ? T.Zero : result;
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
        for (var step = 0; step < MostSteps && high - low > Tolerance * high; step++)
        {
            var slope = penalty.Slope(theta, size);
            var curvature = (penalty.Slope(theta * (1 + RelativeDifference), size) - slope) / (theta * RelativeDifference);
            var (sum, derivative) = Sums<Lanes512<double>>(v, r, theta, slope, curvature);
            (low, high) = sum > 1 ? (theta, high) : (low, theta);

            // h(θ) = S^(−½) − 1, h′(θ) = S^(−3/2)·Σ q²·(1 + r·φ″)/(θ + r·φ′)
            var next = theta + (sum * (Math.Sqrt(sum) - 1) / derivative);
            if (Math.Abs(next - theta) <= Tolerance * theta)
            {
                return theta;
            }

            slow = high - low > width / 2 ? slow + 1 : 0;
            width = high - low;
            theta = slow < 2 && next > low && next < high ? next : Middle(low, high);
            slow = slow < 2 ? slow : 0;
        }

        return theta;
    }

    /// <summary>A number between two ends, by their ratio if it is large: the root may be smaller than the norm by any factor.</summary>
    private static double Middle(double low, double high) =>
        low == 0 ? high * SmallStep
        : low < high / 4 ? Math.Sqrt(low) * Math.Sqrt(high)
        : low + ((high - low) / 2);

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

    /// <summary>Σq² and Σq²·(1 + r·φ″)/(θ + r·φ′), with q = v/(θ + r·φ′).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static (double Squares, double Derivative) Sums<L>(ReadOnlySpan<double> v, ReadOnlySpan<double> r, double theta, double slope, double curvature)
        where L : struct, ILanes<L, double>
    {
        var (squares, derivative) = (L.Zero, L.Zero);
        for (var i = 0; i < v.Length; i += LaneCount)
        {
            var rates = L.Load(in r[i]);
            var divisor = L.Splat(theta) + (rates * L.Splat(slope));
            var quotient = L.Load(in v[i]) / divisor;
            var square = quotient * quotient;
            squares += square;
            derivative += square * (L.Splat(1) + (rates * L.Splat(curvature))) / divisor;
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
