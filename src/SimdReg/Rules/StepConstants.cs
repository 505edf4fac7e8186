using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace SimdReg;

/// <summary>The constants of one step: what <see cref="IUpdateRule{TSelf}.AtStep"/> computes once from the number of the step, in <see langword="double"/>.</summary>
[SuppressMessage("Design", "CA1051", Justification = "Each property would be one more call for the JIT to inline into a loop. It stops inlining past 1,024 locals.")]
[JsonConverter(typeof(NoJsonForm))]
public readonly record struct StepConstants
{
    /// <summary>α of this step: the rate of a decoupled penalty, and of a proximal step unless the rule sets <see cref="StateLanes{L}.Rate"/>.</summary>
    public readonly double LearningRate;

    /// <summary>A constant whose meaning the rule chooses: for <see cref="Adam"/> 1/c₁.</summary>
    public readonly double First;

    /// <summary>Another constant whose meaning the rule chooses: for <see cref="Adam"/> 1/√c₂.</summary>
    public readonly double Second;

    /// <summary>Creates the constants of a step.</summary>
    /// <param name="learningRate">α of this step: finite, at least 0.</param>
    /// <param name="first">A constant whose meaning the rule chooses.</param>
    /// <param name="second">Another constant whose meaning the rule chooses.</param>
    public StepConstants(double learningRate, double first = 0, double second = 0)
    {
        LearningRate = learningRate;
        First = first;
        Second = second;
    }
}
