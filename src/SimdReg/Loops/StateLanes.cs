using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>What a rule remembers of a few weights side by side, while they are updated.</summary>
/// <remarks>A rule uses as many of the three as its <see cref="IUpdateRule{TSelf}.StateCount"/> says, from the first on.</remarks>
/// <typeparam name="L">The lanes.</typeparam>
[SuppressMessage("Design", "CA1051", Justification = "Each property would be one more call for the JIT to inline into a loop, and it stops at some number of them.")]
[SuppressMessage("Performance", "CA1815", Justification = "Nothing compares them.")]
[JsonConverter(typeof(NoJsonForm))]
public struct StateLanes<L>
    where L : struct, ILanes<L>
{
    /// <summary>The first number kept for each weight, such as a velocity or a first moment.</summary>
    public L First;

    /// <summary>The second, such as a second moment.</summary>
    public L Second;

    /// <summary>The third.</summary>
    public L Third;

    /// <summary>
    /// The rate of a proximal step that follows. It is α before the update; a rule with a rate for each coordinate sets its own:
    /// finite, 0 or more, whatever finite gradients it has seen. Times a strength of 0, an infinite rate would be NaN.
    /// </summary>
    public L Rate;
}
