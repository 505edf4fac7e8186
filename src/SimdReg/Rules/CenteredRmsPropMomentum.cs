using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>Centred RMSProp with momentum: u ← μ·u + g / (√(v − m²) + ε), then w ← w − α·u</summary>
/// <remarks>
/// <para>State: v, the running mean of g², then m, that of g, then the velocity u. All are 0 before the first step.</para>
/// <para>
/// In the order of its operations: v′ = fma(β, v, ((1 − β)·g)·g), m′ = fma(β, m, (1 − β)·g),
/// x = max(fma(−m′, m′, v′), 0), i = 1 / (√x + ε), u′ = fma(i, g, μ·u), then w′ = fma(−α, u′, w).
/// </para>
/// <para>The variance is at least 0, as in <see cref="CenteredRmsProp"/>.</para>
/// <para>A proximal step takes the rate of its coordinate, α·i: see <see cref="Proximal"/>.</para>
/// <para>
/// Source: Graves, "Generating Sequences With Recurrent Neural Networks", arXiv:1308.0850, 2013, equations 38 to 45, in the form
/// of PyTorch's <c>RMSprop(centered=True, momentum=μ)</c>, in which α is outside of u.
/// </para>
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct CenteredRmsPropMomentum : IUpdateRule<CenteredRmsPropMomentum>
{
    private readonly RmsProp _parameters;

    /// <summary>Not for use: it would leave every parameter 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new CenteredRmsPropMomentum(learningRate, decay, coefficient).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CenteredRmsPropMomentum() => throw new NotSupportedException("Pass the parameters: new CenteredRmsPropMomentum(learningRate, decay, coefficient).");

    /// <summary>Creates the rule.</summary>
    /// <param name="learningRate">α: finite, at least 0.</param>
    /// <param name="decay">β, the share of v and m that stays: in [0, 1). For weights of float, 1 − 2⁻²⁵ and above round to 1: v and m never decay.</param>
    /// <param name="coefficient">μ, the share of the velocity that stays: in [0, 1). For weights of float, 1 − 2⁻²⁵ and above round to 1: the velocity never decays.</param>
    /// <param name="epsilon">ε, which keeps the divisor from zero: finite, above 0, and no subnormal float. α/ε must not exceed the largest float.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range, or α/ε is.</exception>
    [JsonConstructor]
    public CenteredRmsPropMomentum(double learningRate, double decay, double coefficient, double epsilon = 1e-8)
    {
        _parameters = new(learningRate, decay, epsilon);
        Coefficient = Guard.Share(coefficient);
    }

    /// <inheritdoc/>
    public static int StateCount => 3;

    /// <inheritdoc/>
    [JsonInclude, JsonRequired]
    public double LearningRate { get => _parameters.LearningRate; private init { } } // Set by the constructor: JsonRequired asks for an accessor.

    /// <summary>μ, the share of the velocity that stays.</summary>
    [JsonInclude, JsonRequired]
    public double Coefficient { get; private init; }

    /// <summary>β, the share of v and m that stays.</summary>
    public double Decay => _parameters.Decay;

    /// <summary>ε, which keeps the divisor from zero.</summary>
    public double Epsilon => _parameters.Epsilon;

    /// <inheritdoc/>
    public CenteredRmsPropMomentum WithLearningRate(double learningRate) => new(learningRate, Decay, Coefficient, Epsilon);

    /// <inheritdoc/>
    public StepConstants AtStep(long stepNumber)
    {
        Guard.Constructed<CenteredRmsPropMomentum>(Epsilon);
        return new(LearningRate);
    }

    /// <summary>v′, m′, x, i = 1 / (√x + ε), u′ = fma(i, g, μ·u), then w′ = fma(−α, u′, w)</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
        where L : struct, ILanes<L>
    {
        state.First = Moments.Second(Decay, state.First, gradients);
        state.Second = Moments.First(Decay, state.Second, gradients);
        var inverse = L.Splat(1) / Moments.Deviation(state.First, state.Second, Epsilon);
        state.Third = L.Fma(inverse, gradients, L.Splat(Coefficient) * state.Third);
        state.Rate = L.Splat(constants.LearningRate) * inverse;
        return L.Fma(L.Splat(-constants.LearningRate), state.Third, weights);
    }
}
