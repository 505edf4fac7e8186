using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>RMSProp with momentum: u ← μ·u + g / (√v + ε), then w ← w − α·u</summary>
/// <remarks>
/// <para>State: v, the running mean of g², then the velocity u. Both are 0 before the first step.</para>
/// <para>
/// Order of operations: v′ = fma(β, v, ((1 − β)·g)·g), i = 1 / (√v′ + ε), u′ = fma(i, g, μ·u), then
/// w′ = fma(−α, u′, w).
/// </para>
/// <para>A proximal step uses the rate of each weight, α·i: see <see cref="Proximal"/>.</para>
/// <para>Source: PyTorch's <c>RMSprop(momentum=μ)</c>, where α multiplies u; for v see <see cref="RmsProp"/>.</para>
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct RmsPropMomentum : IUpdateRule<RmsPropMomentum>
{
    private readonly RmsProp _parameters;

    /// <summary>Not supported: every parameter would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new RmsPropMomentum(learningRate, decay, coefficient).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public RmsPropMomentum() => throw new NotSupportedException("Pass the parameters: new RmsPropMomentum(learningRate, decay, coefficient).");

    /// <summary>Creates the rule.</summary>
    /// <param name="learningRate">α, the learning rate: finite, at least 0.</param>
    /// <param name="decay">β, the decay rate of v: in [0, 1). For weights of float, 1 − 2⁻²⁵ and above round to 1: v never decays.</param>
    /// <param name="coefficient">μ, the momentum coefficient: in [0, 1). For weights of float, 1 − 2⁻²⁵ and above round to 1: the velocity never decays.</param>
    /// <param name="epsilon">ε, which keeps the divisor above zero: finite, above 0 and not a subnormal float. α/ε must not exceed the largest float.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter or α/ε is outside its range.</exception>
    [JsonConstructor]
    public RmsPropMomentum(double learningRate, double decay, double coefficient, double epsilon = 1e-8)
    {
        _parameters = new(learningRate, decay, epsilon);
        Coefficient = Guard.Share(coefficient);
    }

    /// <inheritdoc/>
    public static int StateCount => 2;

    /// <inheritdoc/>
    [JsonInclude, JsonRequired]
    public double LearningRate { get => _parameters.LearningRate; private init { } } // Set by the constructor: JsonRequired asks for an accessor.

    /// <summary>μ, the momentum coefficient.</summary>
    [JsonInclude, JsonRequired]
    public double Coefficient { get; private init; }

    /// <summary>β, the decay rate of v.</summary>
    public double Decay => _parameters.Decay;

    /// <summary>ε, which keeps the divisor above zero.</summary>
    public double Epsilon => _parameters.Epsilon;

    /// <inheritdoc/>
    public bool IsNonNegative(int slot) => slot == 0;

    /// <inheritdoc/>
    public RmsPropMomentum WithLearningRate(double learningRate) =>
        new(learningRate, Decay, Coefficient, Guard.Constructed<RmsPropMomentum>(Epsilon));

    /// <inheritdoc/>
    public StepConstants AtStep(long stepNumber)
    {
        Guard.Constructed<RmsPropMomentum>(Epsilon);
        return new(LearningRate);
    }

    /// <summary>v′, i = 1 / (√v′ + ε), u′ = fma(i, g, μ·u), then w′ = fma(−α, u′, w)</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
        where L : struct, ILanes<L>
    {
        state.First = Moments.Second(Decay, state.First, gradients);
        var inverse = L.Splat(1) / Moments.Root(state.First, Epsilon);
        state.Second = L.Fma(inverse, gradients, L.Splat(Coefficient) * state.Second);
        state.Rate = L.Splat(constants.LearningRate) * inverse;
        return L.Fma(L.Splat(-constants.LearningRate), state.Second, weights);
    }
}
