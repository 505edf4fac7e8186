using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>FTRL-Proximal: each weight is computed anew from the sum of its gradients, and is exactly zero where that sum is at most λ₁.</summary>
/// <remarks>
/// <para>
/// σ = (√(n + g²) − √n)/α, z ← z + g − σ·w, n ← n + g², then w ← 0 where |z| ≤ λ₁, and
/// −(z − sign(z)·λ₁) / ((β + √n)/α + λ₂) elsewhere.
/// </para>
/// <para>State: z, then √n. Both are 0 before the first step. √n has the range of the gradients; n itself would underflow and overflow.
/// In <see langword="float"/>, √n is rounded in each step: after a million steps it is off by some 10⁻³, and it stops growing where a gradient
/// is below 1/3000 of it.</para>
/// <para>
/// In the order of its operations, with 1/α and b = β + α·λ₂ computed in <see langword="double"/>: h = max(|g|, √n), 0 where it is
/// below the smallest normal number; l = min(|g|, √n), q = l/h, √n′ = fma(l, q/(1 + √fma(q, q, 1)), h), 0 where h is 0;
/// σ = (1/α)·(√n′ − √n), z′ = fma(−σ, w, z + g), 0 where it is below the smallest normal number; r = α / (√n′ + b), but at most the
/// largest finite number; a = |z′| − λ₁, then w′ = −r·copysign(a, z′) where a &gt; 0, and 0 elsewhere.
/// </para>
/// <para>
/// λ₁ and λ₂ act on the whole sum z, not on one step: to regularise, prefer them to a penalty. A decoupled penalty reaches the weight
/// only through σ·w. A proximal step takes the rate of its coordinate, r = 1/((β + √n)/α + λ₂): see <see cref="Proximal"/>.
/// </para>
/// <para>
/// The weight is a function of z and √n alone. So a weight that is not 0 before the first step is forgotten by it, even with a gradient of
/// zero: start from given weights with <see cref="UpdateState.WarmStart"/>. A new α rescales every weight at the next step, because r changes:
/// set α once. With <see cref="StepOptions.KeepZeros"/>, weights that start at zero never change.
/// </para>
/// <para>Source: McMahan et al., "Ad Click Prediction: a View from the Trenches", KDD 2013, algorithm 1.</para>
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct Ftrl : IUpdateRule<Ftrl>
{
    /// <summary>Not for use: it would leave every parameter 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new Ftrl(learningRate).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Ftrl() => throw new NotSupportedException("Pass the parameters: new Ftrl(learningRate).");

    /// <summary>Creates the rule.</summary>
    /// <param name="learningRate">α: finite, above 0, and no subnormal float.</param>
    /// <param name="beta">β, which holds the first steps back: finite, at least 0.</param>
    /// <param name="l1">λ₁, the strength of L1: finite, at least 0.</param>
    /// <param name="l2">λ₂, the strength of L2: finite, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range, or β + α·λ₂ exceeds the largest float.</exception>
    [JsonConstructor]
    public Ftrl(double learningRate, double beta = 1, double l1 = 0, double l2 = 0)
    {
        LearningRate = Guard.Positive(learningRate);
        Beta = Guard.Parameter(beta);
        L1 = Guard.Parameter(l1);
        L2 = Guard.Parameter(l2);
        if (Offset > float.MaxValue)
        {
            throw new ArgumentOutOfRangeException(nameof(l2), l2, $"{nameof(beta)} + {nameof(learningRate)} * {nameof(l2)} must not exceed {float.MaxValue}, the largest float: {nameof(beta)} is {beta}, {nameof(learningRate)} {learningRate}.");
        }
    }

    /// <inheritdoc/>
    public static int StateCount => 2;

    /// <inheritdoc/>
    [JsonInclude, JsonRequired]
    public double LearningRate { get; private init; }

    /// <summary>β, which holds the first steps back.</summary>
    public double Beta { get; }

    /// <summary>λ₁, the strength of L1.</summary>
    public double L1 { get; }

    /// <summary>λ₂, the strength of L2.</summary>
    public double L2 { get; }

    /// <summary>β/α + λ₂, the inverse of the rate before the first gradient.</summary>
    internal double InverseRate
    {
        get
        {
            Guard.Constructed<Ftrl>(LearningRate);
            return (Beta / LearningRate) + L2;
        }
    }

    /// <summary>b = β + α·λ₂</summary>
    private double Offset => Beta + (LearningRate * L2);

    /// <inheritdoc/>
    public Ftrl WithLearningRate(double learningRate) => new(learningRate, Beta, L1, L2);

    /// <inheritdoc/>
    public StepConstants AtStep(long stepNumber)
    {
        Guard.Constructed<Ftrl>(LearningRate);
        return new(LearningRate, first: 1 / LearningRate, second: Offset);
    }

    /// <summary>
    /// √n′ = √(n + g²), σ = (1/α)·(√n′ − √n), z′ = fma(−σ, w, z + g), r = α / (√n′ + b), a = |z′| − λ₁, then
    /// w′ = −r·copysign(a, z′) where a &gt; 0, and 0 elsewhere
    /// </summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
        where L : struct, ILanes<L>
    {
        var rootBefore = state.Second;
        var root = Hypotenuse(L.Abs(gradients), L.Abs(rootBefore));
        state.Second = root;
        var sigma = L.Splat(constants.First) * (root - rootBefore);
        state.First = L.FlushSubnormal(L.Fnma(sigma, weights, state.First + gradients));

        // Where nothing holds a weight without gradients, the quotient is infinite.
        state.Rate = L.MinOrRight(L.LargestFinite, L.Splat(constants.LearningRate) / (root + L.Splat(constants.Second)));
        var excess = L.SoftThreshold(state.First, L.Splat(L1));
        return L.SelectEqual(excess, L.Zero, L.Zero, -state.Rate * excess);
    }

    /// <summary>√(a² + b²) of two magnitudes, as fma(l, q/(1 + √fma(q, q, 1)), h) with h the larger of the two, l the smaller and q = l/h.</summary>
    /// <remarks>
    /// No square underflows or overflows. What is added to h is computed by itself: h·√(1 + q²) would lose it where q is small, and always
    /// downwards. 0 where both magnitudes are below the smallest normal number.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Hypotenuse<L>(L left, L right)
        where L : struct, ILanes<L>
    {
        var larger = L.FlushSubnormal(L.MaxOfMagnitudes(left, right));
        var smaller = L.MinOrRight(left, right);
        var quotient = smaller / larger;
        var part = quotient / (L.Splat(1) + L.Sqrt(L.Fma(quotient, quotient, L.Splat(1))));
        return L.SelectEqual(larger, L.Zero, L.Zero, L.Fma(smaller, part, larger));
    }
}
