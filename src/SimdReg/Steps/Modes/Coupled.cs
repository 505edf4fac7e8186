using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>The penalty's gradient is added to the data gradient: w′ = rule(w, g + ∂p(w)). The textbook form, and the default.</summary>
public readonly struct Coupled : IPenaltyMode
{
    /// <summary>rule(w, g + ∂p(w))</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Update<L, TRule, TPenalty>(
        TRule rule, TPenalty penalty, L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
        where L : struct, ILanes<L>
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty =>
        rule.Update(weights, penalty.AddGradient(weights, gradients), in constants, ref state);
}
