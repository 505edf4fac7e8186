using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>Gradient descent: w ← w − α·g</summary>
/// <remarks>
/// Every step is one pass over memory. Order of operations, each rounded once, with shrink(v) = sign(v)·max(|v| − α·s₁, 0):
/// <list type="table">
/// <item><term>no penalty</term><description>w′ = fma(−α, g, w)</description></item>
/// <item><term><see cref="L1"/>, coupled</term><description>g′ = g + s₁·sign(w), then w′ = fma(−α, g′, w)</description></item>
/// <item><term><see cref="L2"/>, coupled</term><description>g′ = fma(s₂, w, g), then w′ = fma(−α, g′, w)</description></item>
/// <item><term><see cref="ElasticNet"/>, coupled</term><description>g′ = fma(s₂, w, g + s₁·sign(w)), then w′ = fma(−α, g′, w)</description></item>
/// <item><term><see cref="L1"/>, decoupled</term><description>v = fma(−α, s₁·sign(w), w), then w′ = fma(−α, g, v)</description></item>
/// <item><term><see cref="L2"/>, decoupled</term><description>v = fma(−α, s₂·w, w), then w′ = fma(−α, g, v)</description></item>
/// <item><term><see cref="ElasticNet"/>, decoupled</term><description>v = fma(−α, fma(s₂, w, s₁·sign(w)), w), then w′ = fma(−α, g, v)</description></item>
/// <item><term><see cref="L1"/>, proximal</term><description>v = fma(−α, g, w), then w′ = shrink(v)</description></item>
/// <item><term><see cref="L2"/>, proximal</term><description>v = fma(−α, g, w), then w′ = v / fma(α, s₂, 1)</description></item>
/// <item><term><see cref="ElasticNet"/>, proximal</term><description>v = fma(−α, g, w), then w′ = shrink(v) / fma(α, s₂, 1)</description></item>
/// </list>
/// </remarks>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public readonly record struct Sgd : IUpdateRule<Sgd>
{
    /// <summary>Not supported: every parameter would be 0.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Pass the parameters: new Sgd(learningRate).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Sgd() => throw new NotSupportedException("Pass the parameters: new Sgd(learningRate).");

    /// <summary>Creates the rule.</summary>
    /// <param name="learningRate">α, the learning rate: finite, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="learningRate"/> is NaN, negative or above the largest float.</exception>
    [JsonConstructor]
    public Sgd(double learningRate) => LearningRate = Guard.Parameter(learningRate);

    /// <inheritdoc/>
    public static int StateCount => 0;

    /// <inheritdoc/>
    public static bool HasRatePerWeight => false;

    /// <inheritdoc/>
    [JsonInclude, JsonRequired]
    public double LearningRate { get; private init; } // Set by the constructor: JsonRequired asks for an accessor.

    /// <inheritdoc/>
    public Sgd WithLearningRate(double learningRate) => new(learningRate);

    /// <inheritdoc/>
    public StepConstants AtStep(long stepNumber) => new(LearningRate);

    /// <summary>fma(−α, g, w) = w − α·g</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
        where L : struct, ILanes<L> =>
        L.Fma(L.Splat(-constants.LearningRate), gradients, weights);
}
