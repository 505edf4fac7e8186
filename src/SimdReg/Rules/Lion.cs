using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>Lion: w ← w − α·sign(β₁·m + (1 − β₁)·g), then m ← β₂·m + (1 − β₂)·g. Every weight moves by α.</summary>
/// <remarks>
/// <para>State: m, the running mean of g. Before the first step it is 0.</para>
/// <para>
/// Order of operations: d = fma(β₁, m, (1 − β₁)·g), m′ = fma(β₂, m, (1 − β₂)·g), then w′ = fma(−α, sign(d), w), with
/// sign(0) = 0.
/// </para>
/// <para>A proximal step uses the rate α. The weight decay of the paper is <c>new L2(strength).Decoupled()</c>.</para>
/// <para>Source: Chen et al., "Symbolic Discovery of Optimization Algorithms", NeurIPS 2023, algorithm 2.</para>
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct Lion : IUpdateRule<Lion>
{
    /// <summary>Not supported: every parameter would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new Lion(learningRate).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Lion() => throw new NotSupportedException("Pass the parameters: new Lion(learningRate).");

    /// <summary>Creates the rule.</summary>
    /// <param name="learningRate">α, the distance that each weight moves: finite, at least 0.</param>
    /// <param name="beta1">β₁, the factor of m in the direction of a step: in [0, 1). For weights of float, 1 − 2⁻²⁵ and above round to 1.</param>
    /// <param name="beta2">β₂, the decay rate of m: in [0, 1). For weights of float, 1 − 2⁻²⁵ and above round to 1: m never decays.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    [JsonConstructor]
    public Lion(double learningRate, double beta1 = 0.9, double beta2 = 0.99)
    {
        LearningRate = Guard.Parameter(learningRate);
        Beta1 = Guard.Share(beta1);
        Beta2 = Guard.Share(beta2);
    }

    /// <inheritdoc/>
    public static int StateCount => 1;

    /// <inheritdoc/>
    public static bool HasRatePerWeight => false;

    /// <inheritdoc/>
    [JsonInclude, JsonRequired]
    public double LearningRate { get; private init; }

    /// <summary>β₁, the factor of m in the direction of a step.</summary>
    public double Beta1 { get; }

    /// <summary>β₂, the decay rate of m.</summary>
    public double Beta2 { get; }

    /// <inheritdoc/>
    public Lion WithLearningRate(double learningRate) => new(learningRate, Beta1, Beta2);

    /// <inheritdoc/>
    public StepConstants AtStep(long stepNumber) => new(LearningRate);

    /// <summary>d = fma(β₁, m, (1 − β₁)·g), m′ = fma(β₂, m, (1 − β₂)·g), then w′ = fma(−α, sign(d), w)</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
        where L : struct, ILanes<L>
    {
        var direction = Moments.First(Beta1, state.First, gradients);
        state.First = Moments.First(Beta2, state.First, gradients);
        return L.Fma(L.Splat(-constants.LearningRate), L.Sign(direction), weights);
    }
}
