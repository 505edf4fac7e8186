using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>An update rule on one weight, in plain scalar code without lanes.</summary>
/// <remarks>It runs in the element type and follows the documented order of operations, each rounded once, to the bit.</remarks>
internal interface IUpdateRuleReference
{
    double LearningRate { get; }

    int StateCount { get; }

    /// <summary>α in a step, where it changes from one to the next.</summary>
    double LearningRateAt(long step) => LearningRate;

    /// <summary>What a number of the state is before the first step.</summary>
    double InitialState(int slot) => 0;

    /// <summary>The next weight.</summary>
    /// <param name="w">The weight.</param>
    /// <param name="g">The gradient.</param>
    /// <param name="state">The state of this weight, brought up to date in place.</param>
    /// <param name="step">The number of the step, from 1.</param>
    /// <param name="rate">That of a proximal step: α, or that of the coordinate.</param>
    T Update<T>(T w, T g, Span<T> state, long step, out T rate)
        where T : IBinaryFloatingPointIeee754<T>;
}
