using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>Decoupled, but only where the rule moves the weight towards zero or not at all: w′ = rule(w, g) − α·[(w − rule(w, g))·w ≥ 0]·∂p(w).</summary>
/// <remarks>
/// With L2 this is cautious weight decay: the decay never works against the update. The source states it for an update u that the rule multiplies
/// by α and subtracts: w′ = w − α·(u + [u·w ≥ 0]·s·w). Here α·u is the difference of the weights, w − rule(w, g): an update that rounds away counts as
/// zero, and the weight decays. Source: Chen, Li, Liang, Su, Xie, Pierse, Liang, Lao and Liu, "Cautious Weight Decay", arXiv 2510.12402, 2025.
/// </remarks>
public readonly struct Cautious : IPenaltyMode
{
    /// <summary>v = rule(w, g), then fma(−α, ∂p(w), v) where (w − v)·sign(w) ≥ 0, and v elsewhere</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Update<L, TRule, TPenalty>(
        TRule rule, TPenalty penalty, L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
        where L : struct, ILanes<L>
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty =>
        Pull(
            weights,
            rule.Update(weights, gradients, in constants, ref state),
            penalty.AddGradient(weights, L.Zero),
            constants.LearningRate);

    /// <summary>fma(−α, ∂p(w), v) where (w − v)·sign(w) ≥ 0, and v elsewhere: v after the pull of a penalty that does not oppose the step from w to v.</summary>
    /// <param name="weights">w</param>
    /// <param name="next">v, the weights after the step without the penalty.</param>
    /// <param name="pull">∂p(w)</param>
    /// <param name="learningRate">α</param>
    // Two products with what is exact or zero: the difference times ±1 does not underflow as (w − v)·w would, and −α·0 leaves v as it is, to the bit.
    // The selection is false for NaN, which then stays visible.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static L Pull<L>(L weights, L next, L pull, double learningRate)
        where L : struct, ILanes<L> =>
        L.Fma(L.Splat(-learningRate), L.SelectLess((weights - next) * L.Sign(weights), L.Zero, L.Zero, pull), next);
}
