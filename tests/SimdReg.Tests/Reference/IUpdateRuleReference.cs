using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>An update rule on one weight, in plain scalar code without lanes.</summary>
/// <remarks>It runs in the element type and follows the documented order of operations to the bit.</remarks>
internal interface IUpdateRuleReference
{
    double LearningRate { get; }

    int StateCount { get; }

    /// <summary>The next weight; state becomes the next state, before it is stored.</summary>
    /// <param name="w">The weight.</param>
    /// <param name="g">The gradient.</param>
    /// <param name="state">As many numbers as <see cref="StateCount"/> says.</param>
    /// <param name="step">The number of the step, from 1.</param>
    /// <param name="rate">The rate of a proximal step that follows.</param>
    T Update<T>(T w, T g, Span<T> state, long step, out T rate)
        where T : IBinaryFloatingPointIeee754<T>;
}
