using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>RMSProp: w ← w − α·g / (√v + ε), with v the running mean of g².</summary>
/// <remarks>
/// <para>State: v, 0 before the first step. There is no bias correction.</para>
/// <para>Order of operations: v′ = fma(β, v, ((1 − β)·g)·g), r = α / (√v′ + ε), then w′ = fma(−r, g, w).</para>
/// <para>A proximal step uses the rate of each weight, r: see <see cref="Proximal"/>.</para>
/// <para>
/// Source: Tieleman and Hinton, "RMSprop: Divide the gradient by a running average of its recent magnitude", Coursera, 2012,
/// lecture 6e; ε outside the root follows PyTorch.
/// </para>
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct RmsProp : IUpdateRule<RmsProp>
{
    /// <summary>Not supported: every parameter would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new RmsProp(learningRate).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public RmsProp() => throw new NotSupportedException("Pass the parameters: new RmsProp(learningRate).");

    /// <summary>Creates the rule.</summary>
    /// <param name="learningRate">α, the learning rate: finite, at least 0.</param>
    /// <param name="decay">β, the decay rate of v: in [0, 1). For weights of float, 1 − 2⁻²⁵ and above round to 1: v never decays.</param>
    /// <param name="epsilon">ε, which keeps the divisor above zero: finite, above 0 and not a subnormal float. α/ε must not exceed the largest float.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter or α/ε is outside its range.</exception>
    [JsonConstructor]
    public RmsProp(double learningRate, double decay = 0.99, double epsilon = 1e-8)
    {
        LearningRate = Guard.Parameter(learningRate);
        Decay = Guard.Share(decay);
        Epsilon = Guard.Divisor(epsilon, learningRate);
    }

    /// <inheritdoc/>
    public static int StateCount => 1;

    /// <inheritdoc/>
    [JsonInclude, JsonRequired]
    public double LearningRate { get; private init; }

    /// <summary>β, the decay rate of v.</summary>
    public double Decay { get; }

    /// <summary>ε, which keeps the divisor above zero.</summary>
    public double Epsilon { get; }

    /// <summary>Creates the centered rule with the same parameters: it divides by the root of the variance instead of the root mean square.</summary>
    /// <returns>The centered rule.</returns>
    /// <exception cref="InvalidOperationException">The rule is <c>default(RmsProp)</c>, with all parameters 0.</exception>
    public CenteredRmsProp Centered() =>
        new(LearningRate, Decay, Guard.Constructed<RmsProp>(Epsilon));

    /// <summary>Creates the same rule with momentum.</summary>
    /// <param name="coefficient">μ, the momentum coefficient: in [0, 1). For weights of float, 1 − 2⁻²⁵ and above round to 1: the velocity never decays.</param>
    /// <returns>The rule with momentum.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="coefficient"/> is NaN or outside [0, 1).</exception>
    /// <exception cref="InvalidOperationException">The rule is <c>default(RmsProp)</c>, with all parameters 0.</exception>
    public RmsPropMomentum WithMomentum(double coefficient) =>
        new(LearningRate, Decay, coefficient, Guard.Constructed<RmsProp>(Epsilon));

    /// <inheritdoc/>
    public bool IsNonNegative(int slot) => slot == 0;

    /// <inheritdoc/>
    public RmsProp WithLearningRate(double learningRate) =>
        new(learningRate, Decay, Guard.Constructed<RmsProp>(Epsilon));

    /// <inheritdoc/>
    public StepConstants AtStep(long stepNumber)
    {
        Guard.Constructed<RmsProp>(Epsilon);
        return new(LearningRate);
    }

    /// <summary>v′ = fma(β, v, ((1 − β)·g)·g), r = α / (√v′ + ε), then w′ = fma(−r, g, w)</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
        where L : struct, ILanes<L>
    {
        state.First = Moments.Second(Decay, state.First, gradients);
        state.Rate = L.Splat(constants.LearningRate) / Moments.Root(state.First, Epsilon);
        return L.Fnma(state.Rate, gradients, weights);
    }
}
