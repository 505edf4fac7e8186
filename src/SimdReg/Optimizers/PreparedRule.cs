using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SimdReg.Optimizers;

/// <summary>A rule at the learning rate of one step, with its constants, computed once for all arrays of a set with the same rule.</summary>
/// <remarks><c>AdamParameterSetBenchmarks</c> measures steps over small arrays, where computing Adam's constants for each would be a large part.</remarks>
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

    /// <summary>Whether <see cref="Set"/> with these arguments would give the current values.</summary>
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

    // Not Equals: for a rule that does not implement IEquatable it would box.
    private static bool HaveSameBits(in TRule left, in TRule right) =>
        !RuntimeHelpers.IsReferenceOrContainsReferences<TRule>() && Bytes(in left).SequenceEqual(Bytes(in right));

    private static ReadOnlySpan<byte> Bytes(in TRule rule) =>
        MemoryMarshal.CreateReadOnlySpan(in Unsafe.As<TRule, byte>(ref Unsafe.AsRef(in rule)), Unsafe.SizeOf<TRule>());
}
