using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>Gradient descent with momentum, the heavy ball: u ← μ·u + g, then w ← w − α·u</summary>
/// <remarks>
/// <para>State: the velocity u, 0 before the first step, so that the first u is g.</para>
/// <para>Order of operations: u′ = fma(μ, u, g), then w′ = fma(−α, u′, w).</para>
/// <para>
/// Source: Polyak, "Some methods of speeding up the convergence of iteration methods", 1964; in the form of PyTorch's <c>SGD</c>,
/// where α multiplies u.
/// </para>
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct Momentum : IUpdateRule<Momentum>
{
    /// <summary>Not supported: every parameter would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new Momentum(learningRate).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Momentum() => throw new NotSupportedException("Pass the parameters: new Momentum(learningRate).");

    /// <summary>Creates the rule.</summary>
    /// <param name="learningRate">α, the learning rate: finite, at least 0.</param>
    /// <param name="coefficient">μ, the momentum coefficient: in [0, 1). For weights of float, 1 − 2⁻²⁵ and above round to 1: the velocity never decays.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    [JsonConstructor]
    public Momentum(double learningRate, double coefficient = 0.9)
    {
        LearningRate = Guard.Parameter(learningRate);
        Coefficient = Guard.Share(coefficient);
    }

    /// <inheritdoc/>
    public static int StateCount => 1;

    /// <inheritdoc/>
    public static bool HasRatePerWeight => false;

    /// <inheritdoc/>
    [JsonInclude, JsonRequired]
    public double LearningRate { get; private init; }

    /// <summary>μ, the momentum coefficient.</summary>
    public double Coefficient { get; }

    /// <summary>Creates the rule with Nesterov momentum and the same parameters.</summary>
    /// <returns>The rule with Nesterov momentum.</returns>
    public NesterovMomentum Nesterov() => new(LearningRate, Coefficient);

    /// <summary>Creates the same rule with dampening from the second step on.</summary>
    /// <param name="dampening">τ, the dampening of the gradient: in [0, 1).</param>
    /// <returns>The rule with dampening.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dampening"/> is NaN or outside [0, 1).</exception>
    public DampenedMomentum Dampened(double dampening) => new(LearningRate, Coefficient, dampening);

    /// <inheritdoc/>
    public Momentum WithLearningRate(double learningRate) => new(learningRate, Coefficient);

    /// <inheritdoc/>
    public StepConstants AtStep(long stepNumber) => new(LearningRate);

    /// <summary>u′ = fma(μ, u, g), then w′ = fma(−α, u′, w)</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
        where L : struct, ILanes<L>
    {
        state.First = L.Fma(L.Splat(Coefficient), state.First, gradients);
        return L.Fma(L.Splat(-constants.LearningRate), state.First, weights);
    }
}
