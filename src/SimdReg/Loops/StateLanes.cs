using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using SimdReg.Lanes;

namespace SimdReg;

/// <summary>The state of the weights in lanes, while a rule updates them.</summary>
/// <remarks>A rule uses the first <see cref="IUpdateRule{TSelf}.StateCount"/> of the three slots.</remarks>
/// <typeparam name="L">The lanes.</typeparam>
[SuppressMessage("Design", "CA1051", Justification = "Each property would be one more call for the JIT to inline into a loop, and it stops at some number of them.")]
[SuppressMessage("Performance", "CA1815", Justification = "Nothing compares them.")]
[JsonConverter(typeof(NoJsonForm))]
public struct StateLanes<L>
    where L : struct, ILanes<L>
{
    /// <summary>The first slot, such as a velocity or a first moment.</summary>
    public L First;

    /// <summary>The second slot, such as a second moment.</summary>
    public L Second;

    /// <summary>The third slot.</summary>
    public L Third;

    /// <summary>
    /// The rate of a proximal step after the update. Initially α. A rule with a rate for each weight sets it: finite and at least 0 for all
    /// finite gradients, because an infinite rate times a strength of 0 is NaN.
    /// </summary>
    public L Rate;
}
