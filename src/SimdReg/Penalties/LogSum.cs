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
        L.Fma(L.Sign(weights), L.Splat(Strength) / (L.Splat(Epsilon) + L.Abs(weights)), gradients);

    /// <summary>
    /// sign(v)·u, where u = ((|v| − ε) + √((|v| + ε)² − 4·r·s))/2 if that is a number above 0 whose objective is lower than that of 0, else 0. Where r·s ≤ ε², every such number is.
    /// </summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L ProximalStep<L>(L points, L rate)
        where L : struct, ILanes<L>
    {
        // With h = √(r·s) and c = (|v| + ε)/(2h): u = |v| − h/(c + √(c² − 1)), which neither cancels nor overflows. 1/(c + √(c² − 1)) = h/(ε + u).
        // h is written out where it occurs: the JIT moves expressions of the rate out of a loop in which it is constant, but not those that use a variable.
        var root = Math.Sqrt(Strength);
        var magnitude = L.Abs(points);
        var c = (magnitude + L.Splat(Epsilon)) * (L.Splat(0.5) / L.Scale(L.Sqrt(rate), root));
        var difference = L.Sqrt(L.MaxOrRight((c - L.Splat(1)) * (c + L.Splat(1)), L.Zero));
        var denominator = c + L.MinOrRight(difference, c);
        var inverse = L.Splat(1) / denominator;
        var u = magnitude - (L.Scale(L.Sqrt(rate), root) * inverse);

        // The objective at u is below that at 0 where 2·(log(1 + u/ε) − u/(ε + u)) < (u/h)².
        var z = u * (L.Splat(1) / L.Scale(L.Sqrt(rate), root));
        var log = LogOf(denominator * L.Scale(L.Scale(L.Sqrt(rate), root), 1 / Epsilon), denominator * L.Scale(L.Sqrt(rate), root), Epsilon, L.Zero);
        var gain = log - (L.Splat(1) - (inverse * (L.Splat(Epsilon) / L.Scale(L.Sqrt(rate), root))));
        var better = L.SelectLess(c, L.Splat(1), L.Zero, L.SelectLess(z * z, gain + gain, L.Zero, u));
        return L.CopySign(L.SelectLess(L.Splat(Epsilon), L.Scale(L.Sqrt(rate), root), better, L.MaxOrRight(L.Zero, u)), points);
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
