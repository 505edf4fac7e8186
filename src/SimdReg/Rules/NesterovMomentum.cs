using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>Momentum with Nesterov's look ahead: u ← μ·u + g, then w ← w − α·(g + μ·u)</summary>
/// <remarks>
/// <para>State: the velocity u. Before the first step it is 0.</para>
/// <para>In the order of its operations: u′ = fma(μ, u, g), d = fma(μ, u′, g), then w′ = fma(−α, d, w).</para>
/// <para>
/// Source: Sutskever, Martens, Dahl and Hinton, "On the importance of initialization and momentum in deep learning",
/// ICML 2013, in the form of PyTorch's <c>SGD(nesterov=True)</c>.
/// </para>
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct NesterovMomentum : IUpdateRule<NesterovMomentum>
{
    /// <summary>Creates the rule.</summary>
    /// <param name="learningRate">α: finite, at least 0.</param>
    /// <param name="coefficient">μ, the share of the velocity that stays: in [0, 1). For weights of float, 1 − 2⁻²⁵ and above round to 1: the velocity never decays.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    [JsonConstructor]
    public NesterovMomentum(double learningRate, double coefficient = 0.9)
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

    /// <inheritdoc/>
    public NesterovMomentum AtStep(long stepNumber) => this;

    /// <summary>u′ = fma(μ, u, g), d = fma(μ, u′, g), then w′ = fma(−α, d, w)</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Update<L>(L weights, L gradients, ref StateLanes<L> state)
        where L : struct, ILanes<L>
    {
        var coefficient = L.Splat(Coefficient);
        state.First = L.Fma(coefficient, state.First, gradients);
        return L.Fma(L.Splat(-LearningRate), L.Fma(coefficient, state.First, gradients), weights);
    }
}
