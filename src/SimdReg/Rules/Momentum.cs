using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>Gradient descent with momentum, the heavy ball: u ← μ·u + g, then w ← w − α·u</summary>
/// <remarks>
/// <para>State: the velocity u. Before the first step it is 0, so that the first u is g.</para>
/// <para>In the order of its operations: u′ = fma(μ, u, g), then w′ = fma(−α, u′, w).</para>
/// <para>
/// Source: Polyak, "Some methods of speeding up the convergence of iteration methods", 1964; the form is PyTorch's
/// <c>SGD</c>, in which α is outside of u.
/// </para>
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct Momentum : IUpdateRule<Momentum>
{
    /// <summary>Not for use: it would leave every parameter 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new Momentum(learningRate).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Momentum() => throw new NotSupportedException("Pass the parameters: new Momentum(learningRate).");

    /// <summary>Creates the rule.</summary>
    /// <param name="learningRate">α: finite, at least 0.</param>
    /// <param name="coefficient">μ, the share of the velocity that stays: in [0, 1). For weights of float, 1 − 2⁻²⁵ and above round to 1: the velocity never decays.</param>
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
    [JsonInclude, JsonRequired]
    public double LearningRate { get; private init; }

    /// <summary>μ, the share of the velocity that stays.</summary>
    public double Coefficient { get; }

    /// <summary>The same with Nesterov's look ahead.</summary>
    public NesterovMomentum Nesterov() => new(LearningRate, Coefficient);

    /// <summary>The same with a gradient that counts less from the second step on.</summary>
    /// <param name="dampening">τ, the share of the gradient that is left out: in [0, 1).</param>
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
