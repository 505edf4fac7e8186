using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>FTRL-Proximal: computes each weight from the sum of its gradients. The weight is exactly zero where the magnitude of that sum is at most λ₁.</summary>
/// <remarks>
/// <para>
/// σ = (√(n + g²) − √n)/α, z ← z + g − σ·w, n ← n + g², then w ← 0 where |z| ≤ λ₁, and
/// −(z − sign(z)·λ₁) / ((β + √n)/α + λ₂) elsewhere.
/// </para>
/// <para>
/// State: z, then √n. Both are 0 before the first step. √n has the range of the gradients; n itself would underflow and overflow.
/// In <see langword="float"/>, √n is rounded in each step: after a million steps its error is about 10⁻³, and it stops growing where
/// the gradients are below 1/3000 of it.
/// </para>
/// <para>
/// Order of operations, with 1/α and b = β + α·λ₂ computed in <see langword="double"/>: h = max(|g|, √n), 0 where it is
/// below the smallest normal number; l = min(|g|, √n), q = l/h, √n′ = fma(l, q/(1 + √fma(q, q, 1)), h), 0 where h is 0;
/// σ = (1/α)·(√n′ − √n), z′ = fma(−σ, w, z + g), 0 where it is below the smallest normal number; r = α / (√n′ + b), but at most the
/// largest finite number; a = |z′| − λ₁, then w′ = −r·copysign(a, z′) where a &gt; 0, and 0 elsewhere.
/// </para>
/// <para>
/// λ₁ and λ₂ act on the whole sum z, not on one step: to regularise, prefer them to a penalty. A decoupled penalty affects the weight
/// only through σ·w. A proximal step uses the rate of each weight, r = 1/((β + √n)/α + λ₂): see <see cref="Proximal"/>.
/// </para>
/// <para>
/// The new weight is a function of z and √n alone. So the first step discards the initial value of a weight, even if its gradient is
/// zero: to start from given weights, call <see cref="UpdateState.WarmStart"/>. A new α rescales every weight at the next step, because r
/// changes: set α once. With <see cref="StepOptions.KeepZeros"/>, weights that start at zero never change.
/// </para>
/// <para>Source: McMahan et al., "Ad Click Prediction: a View from the Trenches", KDD 2013, algorithm 1.</para>
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct Ftrl : IUpdateRule<Ftrl>
{
    /// <summary>Not supported: every parameter would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new Ftrl(learningRate).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Ftrl() => throw new NotSupportedException("Pass the parameters: new Ftrl(learningRate).");

    /// <summary>Creates the rule.</summary>
    /// <param name="learningRate">α, the learning rate: finite, above 0 and not a subnormal float.</param>
    /// <param name="beta">β, which limits the size of the first steps: finite, at least 0.</param>
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

    /// <summary>β, which limits the size of the first steps.</summary>
    public double Beta { get; }

    /// <summary>λ₁, the strength of L1.</summary>
    public double L1 { get; }

    /// <summary>λ₂, the strength of L2.</summary>
    public double L2 { get; }

    /// <summary>β/α + λ₂, the reciprocal of the rate r while √n is 0.</summary>
    internal double InverseRate => (Beta / Guard.Constructed<Ftrl>(LearningRate)) + L2;

    /// <summary>b = β + α·λ₂</summary>
    private double Offset => Beta + (LearningRate * L2);

    /// <inheritdoc/>
    public bool IsNonNegative(int slot) => slot == 1;

    /// <inheritdoc/>
    public Ftrl WithLearningRate(double learningRate)
    {
        Guard.Constructed<Ftrl>(LearningRate);
        return new(learningRate, Beta, L1, L2);
    }

    /// <inheritdoc/>
    public StepConstants AtStep(long stepNumber) =>
        new(LearningRate, first: 1 / Guard.Constructed<Ftrl>(LearningRate), second: Offset);

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

        // With β = 0, λ₂ = 0 and no gradients so far the quotient is infinite.
        state.Rate = L.MinOrRight(L.LargestFinite, L.Splat(constants.LearningRate) / (root + L.Splat(constants.Second)));
        var excess = L.SoftThreshold(state.First, L.Splat(L1));
        return L.SelectEqual(excess, L.Zero, L.Zero, -state.Rate * excess);
    }

    /// <summary>√(a² + b²) for two magnitudes: fma(l, q/(1 + √fma(q, q, 1)), h) with h the larger, l the smaller and q = l/h.</summary>
    /// <remarks>
    /// No square underflows or overflows. The term added to h is computed separately: h·√(1 + q²) would lose it where q is small, and always
    /// round down. The result is 0 where both magnitudes are below the smallest normal number.
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
