using SimdReg.Lanes;

namespace SimdReg;

/// <summary>How a penalty enters a step: <see cref="Coupled"/>, <see cref="Decoupled"/> or <see cref="Proximal"/>.</summary>
public interface IPenaltyMode
{
    /// <summary>The weights after one step of a rule under a penalty.</summary>
    /// <typeparam name="L">The lanes.</typeparam>
    /// <typeparam name="TRule">The update rule.</typeparam>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <param name="rule">The update rule.</param>
    /// <param name="penalty">The penalty p.</param>
    /// <param name="weights">w</param>
    /// <param name="gradients">g, the gradient of the data loss.</param>
    /// <param name="constants">The rule's constants of this step, among them its learning rate α.</param>
    /// <param name="state">What the rule remembers of the weights, brought up to date in place.</param>
    static abstract L Update<L, TRule, TPenalty>(
        TRule rule, TPenalty penalty, L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
        where L : struct, ILanes<L>
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty;
}
