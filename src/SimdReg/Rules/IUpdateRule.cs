using SimdReg.Lanes;

namespace SimdReg;

/// <summary>An update rule: computes the next weight from a weight, its gradient and its state.</summary>
/// <remarks>
/// Implement it as a small <see langword="readonly"/> struct whose constructor checks the parameters. The formula is written once, on
/// lanes, and works with every penalty in every mode. An option that changes the formula is a separate rule, as
/// <see cref="NesterovMomentum"/> is to <see cref="Momentum"/>, so that an unused option costs nothing.
/// </remarks>
/// <typeparam name="TSelf">The rule itself.</typeparam>
public interface IUpdateRule<TSelf>
    where TSelf : struct, IUpdateRule<TSelf>
{
    /// <summary>The number of values that the rule keeps for each weight: 0 to 3. Any other number is refused with a <see cref="NotSupportedException"/>.</summary>
    static abstract int StateCount { get; }

    /// <summary>
    /// Whether the rule sets <see cref="StateLanes{L}.Rate"/>, so that a proximal step has a rate for each weight. The default is <see langword="true"/>, which is right for every rule;
    /// without rates of its own a rule that returns <see langword="false"/> saves the proximal steps of groups their computation.
    /// </summary>
    static virtual bool HasRatePerWeight => true;

    /// <summary>α, the learning rate: at least 0.</summary>
    double LearningRate { get; }

    /// <summary>Creates the same rule with another learning rate, for a learning rate schedule.</summary>
    /// <param name="learningRate">α, in the range that the constructor accepts.</param>
    /// <returns>A copy of the rule that differs only in its learning rate.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rule does not accept this rate.</exception>
    TSelf WithLearningRate(double learningRate);

    /// <summary>Computes the constants of a step, once for all weights and in <see langword="double"/>. They must depend only on the rule and the step number.</summary>
    /// <remarks>Compute powers, roots and quotients of constants here, not in <see cref="Update"/>, which runs once for each lanes in the loop.</remarks>
    /// <param name="stepNumber">The number of the step: 1 for the first. Always 1 where steps are not counted.</param>
    /// <returns>The constants, which <see cref="Update"/> receives.</returns>
    StepConstants AtStep(long stepNumber);

    /// <summary>Computes w′, the weights after the step, and updates the state.</summary>
    /// <typeparam name="L">The lanes.</typeparam>
    /// <param name="weights">w</param>
    /// <param name="gradients">g, including the gradient of a coupled penalty.</param>
    /// <param name="constants">The constants of this step, from <see cref="AtStep"/>.</param>
    /// <param name="state">The state of the weights, updated in place.</param>
    /// <returns>w′</returns>
    L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
        where L : struct, ILanes<L>;

    /// <summary>Gets the initial value of a state slot. The default is 0.</summary>
    /// <param name="slot">The index of the slot, from 0.</param>
    /// <returns>The value of that slot before the first step, for every weight.</returns>
    double InitialState(int slot) => 0;

    /// <summary>Whether no value of a state slot is ever below 0, as a second moment. The default is <see langword="false"/>.</summary>
    /// <remarks>
    /// Narrow formats use it: 8-bit codes of such a slot have no sign and a larger range instead, and a value above 0 is never stored as 0. A rule
    /// that divides by the root of the slot would otherwise divide by ε alone.
    /// </remarks>
    /// <param name="slot">The index of the slot, from 0.</param>
    /// <returns>Whether every value is at least 0.</returns>
    bool IsNonNegative(int slot) => false;
}
