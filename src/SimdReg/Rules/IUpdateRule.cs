using SimdReg.Lanes;

namespace SimdReg;

/// <summary>The next weight from a weight, its effective gradient and what the rule remembers of it.</summary>
/// <remarks>
/// An implementation is a small <see langword="readonly"/> struct with its parameters checked in the constructor. Its
/// formula is written once, on lanes, and composes with every penalty in every mode. An option that changes the formula
/// is a rule of its own, as <see cref="NesterovMomentum"/> is beside <see cref="Momentum"/>: so what is off costs nothing.
/// </remarks>
/// <typeparam name="TSelf">The rule itself.</typeparam>
public interface IUpdateRule<TSelf>
    where TSelf : struct, IUpdateRule<TSelf>
{
    /// <summary>How many numbers the rule keeps for each weight from one step to the next: 0 to 3. Any other number is refused with a <see cref="NotSupportedException"/>.</summary>
    static abstract int StateCount { get; }

    /// <summary>α, the learning rate. 0 or more.</summary>
    double LearningRate { get; }

    /// <summary>The same rule with another learning rate, as a schedule sets it for each step.</summary>
    /// <param name="learningRate">α, in the range that the constructor accepts.</param>
    /// <returns>A copy of the rule that differs in its learning rate alone.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rule does not accept this rate.</exception>
    TSelf WithLearningRate(double learningRate);

    /// <summary>The constants of a step, computed once for all weights, in <see langword="double"/>. They depend on the rule and the number alone.</summary>
    /// <remarks>Powers, roots and quotients of constants belong here, not in <see cref="Update"/>, which computes them again for each few weights.</remarks>
    /// <param name="stepNumber">The number of the step that is about to be taken: 1 for the first, and for each where steps are not counted. At least 1.</param>
    StepConstants AtStep(long stepNumber);

    /// <summary>w′, the weights after the step.</summary>
    /// <typeparam name="L">The lanes.</typeparam>
    /// <param name="weights">w</param>
    /// <param name="gradients">g, with the gradient of a coupled penalty already in it.</param>
    /// <param name="constants">The constants of this step, from <see cref="AtStep"/>.</param>
    /// <param name="state">What the rule remembers, brought up to date in place.</param>
    L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
        where L : struct, ILanes<L>;

    /// <summary>What a number of the state is before the first step.</summary>
    /// <param name="slot">Which of them: 0 for the first.</param>
    double InitialState(int slot) => 0;
}
