using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace SimdReg;

/// <summary>The constants of one step, computed by <see cref="IUpdateRule{TSelf}.AtStep"/> once for all weights.</summary>
[SuppressMessage("Design", "CA1051", Justification = "Each property would be one more call for the JIT to inline into a loop. It stops inlining past 1,024 locals.")]
[JsonConverter(typeof(NoJsonForm))]
public readonly record struct StepConstants
{
    /// <summary>α, the learning rate of this step: the rate of a decoupled or cautious penalty, and of a proximal step unless the rule sets <see cref="StateLanes{L}.Rate"/>.</summary>
    public readonly double LearningRate;

    /// <summary>A constant whose meaning the rule defines: 1/c₁ for <see cref="Adam"/>.</summary>
    public readonly double First;

    /// <summary>Another constant whose meaning the rule defines: 1/√c₂ for <see cref="Adam"/>.</summary>
    public readonly double Second;

    /// <summary>Creates the constants of a step.</summary>
    /// <param name="learningRate">α, the learning rate of this step: finite, at least 0.</param>
    /// <param name="first">A constant whose meaning the rule defines.</param>
    /// <param name="second">Another constant whose meaning the rule defines.</param>
    public StepConstants(double learningRate, double first = 0, double second = 0)
    {
        LearningRate = learningRate;
        First = first;
        Second = second;
    }
}
