using SimdReg.Lanes;

namespace SimdReg;

/// <summary>A penalty mode, which defines how a penalty enters a step: <see cref="Coupled"/>, <see cref="Decoupled"/>, <see cref="Cautious"/> or <see cref="Proximal"/>.</summary>
public interface IPenaltyMode
{
    /// <summary>Computes the weights after one step of a rule with a penalty, and updates the state.</summary>
    /// <typeparam name="L">The lanes.</typeparam>
    /// <typeparam name="TRule">The update rule.</typeparam>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <param name="rule">The update rule.</param>
    /// <param name="penalty">The penalty p.</param>
    /// <param name="weights">w</param>
    /// <param name="gradients">g, the gradient of the data loss.</param>
    /// <param name="constants">The constants of the rule for this step, including its learning rate α.</param>
    /// <param name="state">The state of the weights, updated in place.</param>
    /// <returns>w′, the weights after the step.</returns>
    static abstract L Update<L, TRule, TPenalty>(
        TRule rule, TPenalty penalty, L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
        where L : struct, ILanes<L>
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty;
}
