using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SimdReg.Optimizers;

/// <summary>A rule at the rate of one step, with its constants: computed once for all arrays of a set that have the same rule.</summary>
/// <remarks>The constants of Adam take as long as a step over some forty weights.</remarks>
internal sealed class PreparedRule<TRule>
    where TRule : struct, IUpdateRule<TRule>
{
    private TRule _rule;
    private double _rateScale;
    private long _stepNumber;

    // Fields, because a step takes their addresses.

    /// <summary>The rule at the rate of the step.</summary>
    public TRule Rule;

    /// <summary>Its constants of the step.</summary>
    public StepConstants Constants;

    /// <summary>Whether this is what <see cref="Set"/> would make.</summary>
    public bool IsFor(in TRule rule, double rateScale, long stepNumber) =>
        stepNumber == _stepNumber && rateScale == _rateScale && HaveSameBits(in rule, in _rule);

    /// <summary>Computes the constants of a step.</summary>
    public void Set(TRule rule, double rateScale, long stepNumber)
    {
        // First, because it may throw.
        var atRate = rateScale == 1 ? rule : rule.WithLearningRate(rule.LearningRate * rateScale);
        Constants = atRate.AtStep(stepNumber);
        Rule = atRate;
        (_rule, _rateScale, _stepNumber) = (rule, rateScale, stepNumber);
    }

    // Not Equals: for a rule that does not implement IEquatable it would allocate.
    private static bool HaveSameBits(in TRule left, in TRule right) =>
        !RuntimeHelpers.IsReferenceOrContainsReferences<TRule>() && Bytes(in left).SequenceEqual(Bytes(in right));

    private static ReadOnlySpan<byte> Bytes(in TRule rule) =>
        MemoryMarshal.CreateReadOnlySpan(in Unsafe.As<TRule, byte>(ref Unsafe.AsRef(in rule)), Unsafe.SizeOf<TRule>());
}
