using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>Nesterov momentum: u ← μ·u + g, then w ← w − α·(g + μ·u)</summary>
/// <remarks>
/// <para>State: the velocity u, 0 before the first step.</para>
/// <para>Order of operations: u′ = fma(μ, u, g), d = fma(μ, u′, g), then w′ = fma(−α, d, w).</para>
/// <para>
/// Source: Sutskever, Martens, Dahl and Hinton, "On the importance of initialization and momentum in deep learning",
/// ICML 2013, in the form of PyTorch's <c>SGD(nesterov=True)</c>.
/// </para>
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct NesterovMomentum : IUpdateRule<NesterovMomentum>
{
    private readonly Momentum _momentum;

    /// <summary>Not supported: every parameter would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new NesterovMomentum(learningRate).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public NesterovMomentum() => throw new NotSupportedException("Pass the parameters: new NesterovMomentum(learningRate).");

    /// <inheritdoc cref="Momentum(double, double)"/>
    [JsonConstructor]
    public NesterovMomentum(double learningRate, double coefficient = 0.9) => _momentum = new(learningRate, coefficient);

    /// <inheritdoc/>
    public static int StateCount => 1;

    /// <inheritdoc/>
    public static bool HasRatePerWeight => false;

    /// <inheritdoc/>
    [JsonInclude, JsonRequired]
    public double LearningRate { get => _momentum.LearningRate; private init { } } // Set by the constructor: JsonRequired asks for an accessor.

    /// <summary>μ, the momentum coefficient.</summary>
    public double Coefficient => _momentum.Coefficient;

    /// <inheritdoc/>
    public NesterovMomentum WithLearningRate(double learningRate) => new(learningRate, Coefficient);

    /// <inheritdoc/>
    public StepConstants AtStep(long stepNumber) => _momentum.AtStep(stepNumber);

    /// <summary>u′ = fma(μ, u, g), d = fma(μ, u′, g), then w′ = fma(−α, d, w)</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
        where L : struct, ILanes<L>
    {
        var coefficient = L.Splat(Coefficient);
        state.First = L.Fma(coefficient, state.First, gradients);
        return L.Fma(L.Splat(-constants.LearningRate), L.Fma(coefficient, state.First, gradients), weights);
    }
}
