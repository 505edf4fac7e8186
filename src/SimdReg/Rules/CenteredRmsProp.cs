using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>Centered RMSProp, with the variance instead of the mean square: w ← w − α·g / (√(v − m²) + ε).</summary>
/// <remarks>
/// <para>State: v, the running mean of g², then m, the running mean of g. Both are 0 before the first step.</para>
/// <para>
/// Order of operations: v′ = fma(β, v, ((1 − β)·g)·g), m′ = fma(β, m, (1 − β)·g),
/// x = max(fma(−m′, m′, v′), 0), r = α / (√x + ε), then w′ = fma(−r, g, w).
/// </para>
/// <para>
/// Rounding can make v − m² negative where gradients hardly change, and its square root would be NaN. So a negative difference counts as
/// 0. A NaN in v or m stays NaN.
/// </para>
/// <para>A proximal step uses the rate of each weight, r: see <see cref="Proximal"/>.</para>
/// <para>
/// Source: Graves, "Generating Sequences With Recurrent Neural Networks", arXiv:1308.0850, 2013, equations 38 to 45; ε outside
/// the root follows PyTorch.
/// </para>
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct CenteredRmsProp : IUpdateRule<CenteredRmsProp>
{
    private readonly RmsProp _parameters;

    /// <summary>Not supported: every parameter would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new CenteredRmsProp(learningRate).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CenteredRmsProp() => throw new NotSupportedException("Pass the parameters: new CenteredRmsProp(learningRate).");

    /// <summary>Creates the rule.</summary>
    /// <param name="learningRate">α, the learning rate: finite, at least 0.</param>
    /// <param name="decay">β, the decay rate of v and m: in [0, 1). For weights of float, 1 − 2⁻²⁵ and above round to 1: v and m never decay.</param>
    /// <param name="epsilon">ε, which keeps the divisor above zero: finite, above 0 and not a subnormal float. α/ε must not exceed the largest float.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter or α/ε is outside its range.</exception>
    [JsonConstructor]
    public CenteredRmsProp(double learningRate, double decay = 0.99, double epsilon = 1e-8) => _parameters = new(learningRate, decay, epsilon);

    /// <inheritdoc/>
    public static int StateCount => 2;

    /// <inheritdoc/>
    [JsonInclude, JsonRequired]
    public double LearningRate { get => _parameters.LearningRate; private init { } } // Set by the constructor: JsonRequired asks for an accessor.

    /// <summary>β, the decay rate of v and m.</summary>
    public double Decay => _parameters.Decay;

    /// <summary>ε, which keeps the divisor above zero.</summary>
    public double Epsilon => _parameters.Epsilon;

    /// <summary>Creates the same rule with momentum.</summary>
    /// <param name="coefficient">μ, the momentum coefficient: in [0, 1). For weights of float, 1 − 2⁻²⁵ and above round to 1: the velocity never decays.</param>
    /// <returns>The rule with momentum.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="coefficient"/> is NaN or outside [0, 1).</exception>
    /// <exception cref="InvalidOperationException">The rule is <c>default(CenteredRmsProp)</c>, with all parameters 0.</exception>
    public CenteredRmsPropMomentum WithMomentum(double coefficient) =>
        new(LearningRate, Decay, coefficient, Guard.Constructed<CenteredRmsProp>(Epsilon));

    /// <inheritdoc/>
    public bool IsNonNegative(int slot) => slot == 0;

    /// <inheritdoc/>
    public CenteredRmsProp WithLearningRate(double learningRate) =>
        new(learningRate, Decay, Guard.Constructed<CenteredRmsProp>(Epsilon));

    /// <inheritdoc/>
    public StepConstants AtStep(long stepNumber)
    {
        Guard.Constructed<CenteredRmsProp>(Epsilon);
        return new(LearningRate);
    }

    /// <summary>v′, m′, x = max(fma(−m′, m′, v′), 0), r = α / (√x + ε), then w′ = fma(−r, g, w)</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
        where L : struct, ILanes<L>
    {
        state.First = Moments.Second(Decay, state.First, gradients);
        state.Second = Moments.First(Decay, state.Second, gradients);
        state.Rate = L.Splat(constants.LearningRate) / Moments.Deviation(state.First, state.Second, Epsilon);
        return L.Fnma(state.Rate, gradients, weights);
    }
}
