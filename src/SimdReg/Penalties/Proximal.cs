using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>The penalty's proximal step follows the update: w′ = prox(rule(w, g)).</summary>
/// <remarks>
/// With L1 this is the soft threshold: weights become exactly zero, and stay there while their gradient is no larger
/// than the strength. Source: Duchi and Singer, "Efficient Online and Batch Learning Using Forward Backward
/// Splitting", Journal of Machine Learning Research, 2009.
/// </remarks>
public readonly struct Proximal : IPenaltyMode
{
    /// <summary>prox(rule(w, g)) with rate α</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Update<L, TRule, TPenalty>(TRule rule, TPenalty penalty, L weights, L gradients)
        where L : struct, ILanes<L>
        where TRule : struct, IUpdateRule
        where TPenalty : struct, IPenalty =>
        penalty.ProximalStep(rule.Update(weights, gradients), L.Splat(rule.LearningRate));
}
