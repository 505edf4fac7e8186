using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>The log-sum penalty: p(w) = s·log(1 + |w|/ε), close to counting the nonzero weights for a small ε.</summary>
/// <remarks>
/// Its pull is s/ε at 0 and falls as s/(ε + |w|): large weights are hardly shrunk. Not convex: a step ends at the global minimum of its own
/// objective, training at a local one. Source: Candès, Wakin and Boyd, "Enhancing Sparsity by Reweighted ℓ₁ Minimization", Journal of Fourier Analysis and
/// Applications, 2008. <c>docs/proximal-steps.md</c> derives the step.
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct LogSum : IPenalty
{
    /// <summary>Not supported: every parameter would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new LogSum(strength, epsilon).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public LogSum() => throw new NotSupportedException("Pass the parameters: new LogSum(strength, epsilon).");

    /// <summary>Creates the penalty s·Σlog(1 + |w|/ε).</summary>
    /// <param name="strength">s, the factor of the logarithms: finite, at least 0.</param>
    /// <param name="epsilon">ε, the size of a weight that counts as small: finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is NaN, outside its range or above the largest float.</exception>
    [JsonConstructor]
    public LogSum(double strength, double epsilon)
    {
        Strength = Guard.Parameter(strength);
        Epsilon = Guard.Positive(epsilon);
    }

    /// <summary>s, the strength: the factor of the logarithms.</summary>
    [JsonInclude, JsonRequired]
    public double Strength { get; private init; }

    /// <summary>ε, the size of a weight that counts as small.</summary>
    [JsonInclude, JsonRequired]
    public double Epsilon { get; private init; }

    static bool IPenalty.IsConvex => false;

    static bool IPenalty.HasLargeValue => true;

    static bool IPenalty.HasRateTerms => true;

    bool IPenalty.IsZero => Strength == 0;

    /// <summary>Creates the penalty with the strength λ/m.</summary>
    /// <param name="lambda">λ, the regularisation parameter: finite, at least 0.</param>
    /// <param name="epsilon">ε, the size of a weight that counts as small: finite, above 0.</param>
    /// <param name="exampleCount">m, the number of training examples in the mean loss: at least 1.</param>
    /// <returns>The penalty, with strength λ/m.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range, or λ/m is above the largest float.</exception>
    public static LogSum FromLambda(double lambda, double epsilon, long exampleCount) => new(Guard.StrengthOf(lambda, exampleCount), epsilon);

    /// <summary>s·log(1 + |w|/ε)</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value<L>(L weights)
        where L : struct, ILanes<L>
    {
        // What 1 + t rounds away is given to the logarithm: it is all there is of a tiny t.
        var magnitude = L.Abs(weights);
        var t = L.MinOrRight(L.LargestFinite, magnitude / L.Splat(Epsilon));
        var x = L.Splat(1) + t;
        return L.Splat(Strength) * LogOf(x, magnitude, Epsilon, t - (x - L.Splat(1)));
    }

    /// <summary>g + sign(w)·s/(ε + |w|)</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L AddGradient<L>(L weights, L gradients)
        where L : struct, ILanes<L> =>
        L.Fma(L.Sign(weights), L.MinOrRight(L.LargestFinite, L.Splat(Strength) / (L.Splat(Epsilon) + L.Abs(weights))), gradients);

    /// <summary>
    /// sign(v)·u, where u = ((|v| − ε) + √((|v| + ε)² − 4·r·s))/2 if that is a number above 0 whose objective is lower than that of 0, else 0. Where r·s ≤ ε², every such number is.
    /// Under a rule with one rate for all weights the size of v from which the objective is lower is computed once a step, in double.
    /// </summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L ProximalStep<L>(L points, L rate)
        where L : struct, ILanes<L>
    {
        var h = Root(rate);
        var magnitude = L.Abs(points);
        var u = Candidate(magnitude, h, L.Splat(0.5) / h, out var c, out var denominator, out var inverse);

        // The objective at u is below that at 0 where 2·(log(1 + u/ε) − u/(ε + u)) < (u/h)².
        var z = u * (L.Splat(1) / h);
        var gain = LogOf(denominator * L.Scale(h, 1 / Epsilon), denominator * h, Epsilon, L.Zero) - (L.Splat(1) - (inverse * (L.Splat(Epsilon) / h)));
        var better = L.SelectLess(c, L.Splat(1), L.Zero, L.SelectLess(z * z, gain + gain, L.Zero, u));
        return L.CopySign(L.SelectLess(L.Splat(Epsilon), h, better, L.MaxOrRight(L.Zero, u)), points);
    }

    RateTerms<L> IPenalty.TermsAt<L>(double rate)
    {
        var h = Root(L.Splat(rate));
        return new(first: h, second: L.Splat(0.5) / h, third: L.Splat(Threshold(rate)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    L IPenalty.ProximalStep<L>(L points, RateTerms<L> terms)
    {
        var magnitude = L.Abs(points);
        var u = Candidate(magnitude, terms.First, terms.Second, out _, out _, out _);
        return L.CopySign(L.SelectLess(magnitude, terms.Third, L.Zero, L.MaxOrRight(L.Zero, u)), points);
    }

    /// <summary>h = √(r·s)</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private L Root<L>(L rate)
        where L : struct, ILanes<L> => L.Scale(L.Sqrt(rate), Math.Sqrt(Strength));

    /// <summary>The larger stationary point, with c = (|v| + ε)/(2h): u = |v| − h/(c + √(c² − 1)), which neither cancels nor overflows. 1/(c + √(c² − 1)) = h/(ε + u).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private L Candidate<L>(L magnitude, L h, L halfReciprocal, out L c, out L denominator, out L inverse)
        where L : struct, ILanes<L>
    {
        c = (magnitude + L.Splat(Epsilon)) * halfReciprocal;
        var root = L.Sqrt(L.MaxOrRight((c - L.Splat(1)) * (c + L.Splat(1)), L.Zero));
        denominator = c + L.MinOrRight(root, c);
        inverse = L.Splat(1) / denominator;
        return magnitude - (h * inverse);
    }

    /// <summary>The size of v from which u is better than 0: v = u + r·s/(u + ε) for the u = ε·t at which both objectives are equal. 0 where every u is better.</summary>
    private double Threshold(double rate)
    {
        // With k = ε²/(r·s), 2·(log(1 + t) − t/(1 + t)) = k·t². By Newton's method on the logarithms of both sides, between two ends.
        var k = Epsilon * Epsilon / (rate * Strength);
        if (!(k < 1))
        {
            return 0;
        }

        var (low, high) = (0.0, Math.Sqrt(2 * (1 + Math.Log(2 / k)) / k));
        var t = Math.Min(3 * (1 - k) / (1 + (3 * k)), high);
        for (var step = 0; step < 100; step++)
        {
            var left = 2 * Gain(t);
            var excess = Math.Log(left / (k * t * t));
            (low, high) = excess > 0 ? (t, high) : (low, t);

            // d log(left) / d log(t) = 2·t²/((1 + t)²·left), and 2 on the right.
            var next = t * Math.Exp(excess / (2 - (2 * t * t / ((1 + t) * (1 + t) * left))));
            if (Math.Abs(next - t) <= 1e-15 * t)
            {
                break;
            }

            t = next > low && next < high ? next : (low + high) / 2;
        }

        return (Epsilon * t) + (rate * Strength / (Epsilon * (1 + t)));
    }

    /// <summary>log(1 + t) − t/(1 + t): by the series t²/2 − 2t³/3 + 3t⁴/4 − … for small t, where the difference cancels.</summary>
    private static double Gain(double t)
    {
        if (t > 0.01)
        {
            return Math.Log(1 + t) - (t / (1 + t));
        }

        var sum = 0.0;
        for (var k = 9; k >= 2; k--)
        {
            sum = (((k & 1) == 0 ? 1 : -1) * (k - 1.0) / k) + (sum * t);
        }

        return sum * t * t;
    }

    /// <summary>log(ratio + correction), where ratio = number/divisor, which may be too large for the element type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L LogOf<L>(L ratio, L number, double divisor, L correction)
        where L : struct, ILanes<L>
    {
        var log = Logarithm.Of(L.SelectLess(ratio, L.LargestFinite, ratio, number), correction);
        return log - L.SelectLess(ratio, L.LargestFinite, L.Zero, L.Splat(Math.Log(divisor)));
    }
}
