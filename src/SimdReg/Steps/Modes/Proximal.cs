using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>The penalty's proximal step follows the update: w′ = prox(rule(w, g)).</summary>
/// <remarks>
/// With L1 this is the soft threshold: weights become exactly zero, and stay zero while the magnitude of their gradient is at most
/// the strength. Source: Duchi and Singer, "Efficient Online and Batch Learning Using Forward Backward
/// Splitting", Journal of Machine Learning Research, 2009.
/// <para>
/// The rate r of the proximal step is that of the rule: α, or for a rule that divides by the root of a second moment, the rate of each
/// weight. So it is a proximal step in the rule's own metric. Sources: Duchi, Hazan and Singer,
/// "Adaptive Subgradient Methods", Journal of Machine Learning Research, 2011, section 3; Yun, Lozano and Yang, "Adaptive
/// Proximal Gradient Methods for Structured Neural Networks", NeurIPS 2021.
/// </para>
/// </remarks>
public readonly struct Proximal : IPenaltyMode
{
    /// <summary>prox(rule(w, g)), at the rate of the rule</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Update<L, TRule, TPenalty>(
        TRule rule, TPenalty penalty, L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
        where L : struct, ILanes<L>
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty =>
        penalty.ProximalStep(rule.Update(weights, gradients, in constants, ref state), state.Rate);
}
