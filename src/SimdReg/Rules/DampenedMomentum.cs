using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>Momentum with dampening: u ← μ·u + (1 − τ)·g, then w ← w − α·u</summary>
/// <remarks>
/// <para>State: the velocity u, 0 before the first step. The first step has no dampening: the first u is g.</para>
/// <para>Order of operations: u′ = fma(μ, u, (1 − τ)·g), then w′ = fma(−α, u′, w).</para>
/// <para>Source: PyTorch's <c>SGD(dampening=τ)</c>.</para>
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct DampenedMomentum : IUpdateRule<DampenedMomentum>
{
    /// <summary>Not supported: every parameter would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new DampenedMomentum(learningRate, coefficient, dampening).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public DampenedMomentum() => throw new NotSupportedException("Pass the parameters: new DampenedMomentum(learningRate, coefficient, dampening).");

    /// <summary>Creates the rule.</summary>
    /// <param name="learningRate">α, the learning rate: finite, at least 0.</param>
    /// <param name="coefficient">μ, the momentum coefficient: in [0, 1). For weights of float, 1 − 2⁻²⁵ and above round to 1: the velocity never decays.</param>
    /// <param name="dampening">τ, the dampening of the gradient: in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    [JsonConstructor]
    public DampenedMomentum(double learningRate, double coefficient, double dampening)
    {
        LearningRate = Guard.Parameter(learningRate);
        Coefficient = Guard.Share(coefficient);
        Dampening = Guard.Share(dampening);
    }

    /// <inheritdoc/>
    public static int StateCount => 1;

    /// <inheritdoc/>
    public static bool HasRatePerWeight => false;

    /// <inheritdoc/>
    [JsonInclude, JsonRequired]
    public double LearningRate { get; private init; }

    /// <summary>μ, the momentum coefficient.</summary>
    [JsonInclude, JsonRequired]
    public double Coefficient { get; private init; }

    /// <summary>τ, the dampening of the gradient: g is multiplied by 1 − τ from the second step on.</summary>
    [JsonInclude, JsonRequired]
    public double Dampening { get; private init; }

    /// <inheritdoc/>
    public DampenedMomentum WithLearningRate(double learningRate) => new(learningRate, Coefficient, Dampening);

    /// <inheritdoc/>
    public StepConstants AtStep(long stepNumber) => new(LearningRate, first: Guard.AtLeastOne(stepNumber) == 1 ? 1 : 1 - Dampening);

    /// <summary>u′ = fma(μ, u, (1 − τ)·g), then w′ = fma(−α, u′, w)</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
        where L : struct, ILanes<L>
    {
        state.First = L.Fma(L.Splat(Coefficient), state.First, L.Splat(constants.First) * gradients);
        return L.Fma(L.Splat(-constants.LearningRate), state.First, weights);
    }
}
