using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>Adam: w ← w − α·m̂ / (√v̂ + ε), with m̂ and v̂ the running means of g and of g². With a decoupled L2 it is AdamW.</summary>
/// <remarks>
/// <para>State: m, then v. Both are 0 before the first step.</para>
/// <para>
/// Step t, with the bias corrections c₁ = 1 − β₁ᵗ and c₂ = 1 − β₂ᵗ computed in <see langword="double"/>. Order of operations:
/// m′ = fma(β₁, m, (1 − β₁)·g), v′ = fma(β₂, v, ((1 − β₂)·g)·g), r = α / fma(1/√c₂, √v′, ε), then
/// w′ = fma(−r, (1/c₁)·m′, w).
/// </para>
/// <para>A proximal step uses the rate of each weight, r = α/(√v̂ + ε): see <see cref="Proximal"/>.</para>
/// <para>
/// Source: Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015; Loshchilov and Hutter, "Decoupled
/// Weight Decay Regularization", ICLR 2019, for AdamW.
/// </para>
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct Adam : IUpdateRule<Adam>
{
    /// <summary>Not supported: every parameter would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new Adam(learningRate).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Adam() => throw new NotSupportedException("Pass the parameters: new Adam(learningRate).");

    /// <summary>Creates the rule.</summary>
    /// <param name="learningRate">α, the learning rate: finite, at least 0.</param>
    /// <param name="beta1">β₁, the decay rate of m: in [0, 1). For weights of float, 1 − 2⁻²⁵ and above round to 1: m never decays.</param>
    /// <param name="beta2">β₂, the decay rate of v: in [0, 1). For weights of float, 1 − 2⁻²⁵ and above round to 1: v never decays.</param>
    /// <param name="epsilon">ε, which keeps the divisor above zero: finite, above 0 and not a subnormal float. α/ε must not exceed the largest float.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter or α/ε is outside its range.</exception>
    [JsonConstructor]
    public Adam(double learningRate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
    {
        LearningRate = Guard.Parameter(learningRate);
        Beta1 = Guard.Share(beta1);
        Beta2 = Guard.Share(beta2);
        Epsilon = Guard.Divisor(epsilon, learningRate);
    }

    /// <inheritdoc/>
    public static int StateCount => 2;

    /// <inheritdoc/>
    [JsonInclude, JsonRequired]
    public double LearningRate { get; private init; }

    /// <summary>β₁, the decay rate of m.</summary>
    public double Beta1 { get; }

    /// <summary>β₂, the decay rate of v.</summary>
    public double Beta2 { get; }

    /// <summary>ε, which keeps the divisor above zero.</summary>
    public double Epsilon { get; }

    /// <summary>Creates the AMSGrad rule with the same parameters.</summary>
    /// <returns>The rule, which uses the largest v so far instead of v.</returns>
    /// <exception cref="InvalidOperationException">The rule is <c>default(Adam)</c>, with all parameters 0.</exception>
    public AmsGrad AmsGrad() =>
        new(LearningRate, Beta1, Beta2, Guard.Constructed<Adam>(Epsilon));

    /// <inheritdoc/>
    public bool IsNonNegative(int slot) => slot == 1;

    /// <inheritdoc/>
    public Adam WithLearningRate(double learningRate) =>
        new(learningRate, Beta1, Beta2, Guard.Constructed<Adam>(Epsilon));

    /// <inheritdoc/>
    public StepConstants AtStep(long stepNumber)
    {
        Guard.Constructed<Adam>(Epsilon);
        return new(LearningRate, first: BiasCorrection.OfMean(Beta1, Guard.AtLeastOne(stepNumber)), second: BiasCorrection.OfRoot(Beta2, stepNumber));
    }

    /// <summary>m′, v′, r = α / fma(1/√c₂, √v′, ε), then w′ = fma(−r, (1/c₁)·m′, w)</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
        where L : struct, ILanes<L>
    {
        state.First = Moments.First(Beta1, state.First, gradients);
        state.Second = Moments.Second(Beta2, state.Second, gradients);
        return Move(weights, state.Second, in constants, ref state);
    }

    /// <summary>r = α / fma(1/√c₂, √v, ε), then fma(−r, (1/c₁)·m, w), where v is the second moment or the largest so far</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal L Move<L>(L weights, L squares, in StepConstants constants, ref StateLanes<L> state)
        where L : struct, ILanes<L>
    {
        state.Rate = L.Splat(constants.LearningRate) / L.Fma(L.Splat(constants.Second), L.Sqrt(squares), L.Splat(Epsilon));
        return L.Fnma(state.Rate, L.Splat(constants.First) * state.First, weights);
    }
}
