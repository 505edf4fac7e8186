using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>The penalty changes the weight separately from the data gradient: w′ = rule(w − α·∂p(w), g).</summary>
/// <remarks>
/// With L2 this is weight decay as in AdamW: a rule that rescales gradients does not rescale the decay. Source:
/// Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR 2019.
/// </remarks>
public readonly struct Decoupled : IPenaltyMode
{
    /// <summary>rule(fma(−α, ∂p(w), w), g)</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Update<L, TRule, TPenalty>(
        TRule rule, TPenalty penalty, L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
        where L : struct, ILanes<L>
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty =>
        rule.Update(
            L.Fma(L.Splat(-constants.LearningRate), penalty.AddGradient(weights, L.Zero), weights),
            gradients,
            in constants,
            ref state);
}
