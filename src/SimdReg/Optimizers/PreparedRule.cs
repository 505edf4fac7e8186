using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SimdReg.Optimizers;

/// <summary>A rule at the rate of one step, with its constants: computed once for all arrays of a set that have the same rule.</summary>
/// <remarks>Computing the constants of Adam takes longer than stepping a small array.</remarks>
internal sealed class PreparedRule<TRule>
    where TRule : struct, IUpdateRule<TRule>
{
    private TRule _rule;
    private double _rateScale;
    private long _stepNumber;

    // Fields, because a step takes their addresses.

    /// <summary>The rule at the learning rate of the step.</summary>
    public TRule Rule;

    /// <summary>The constants of the step.</summary>
    public StepConstants Constants;

    /// <summary>Changes with the rule, not with the rate or the step.</summary>
    public int Generation { get; private set; }

    /// <summary>Whether this is the rule of a generation, prepared for a step.</summary>
    public bool IsAt(int generation, double rateScale, long stepNumber) =>
        stepNumber == _stepNumber && rateScale == _rateScale && generation == Generation;

    /// <summary>Whether <see cref="Set"/> would change nothing.</summary>
    public bool IsFor(in TRule rule, double rateScale, long stepNumber) => IsAt(Generation, rateScale, stepNumber) && HaveSameBits(in rule, in _rule);

    /// <summary>Computes the constants of a step.</summary>
    public void Set(in TRule rule, double rateScale, long stepNumber)
    {
        // First, because it may throw.
        var atRate = rateScale == 1 ? rule : rule.WithLearningRate(rule.LearningRate * rateScale);
        Constants = atRate.AtStep(stepNumber);
        Rule = atRate;
        Generation += HaveSameBits(in rule, in _rule) ? 0 : 1;
        (_rule, _rateScale, _stepNumber) = (rule, rateScale, stepNumber);
    }

    // Not Equals: for a rule that does not implement IEquatable it would allocate. Rules with references are never the same.
    private static bool HaveSameBits(in TRule left, in TRule right) =>
        !RuntimeHelpers.IsReferenceOrContainsReferences<TRule>() && Bytes(in left).SequenceEqual(Bytes(in right));

    private static ReadOnlySpan<byte> Bytes(in TRule rule) =>
        MemoryMarshal.CreateReadOnlySpan(in Unsafe.As<TRule, byte>(ref Unsafe.AsRef(in rule)), Unsafe.SizeOf<TRule>());
}
