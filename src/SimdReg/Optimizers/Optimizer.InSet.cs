using SimdReg.Steps;

namespace SimdReg;

/// <content>What a set asks of the optimizer of an array: a step in parts, and its state.</content>
public abstract partial class Optimizer<T>
{
    /// <summary>Prepares the step of an array in a set: computes the constants of the rule at its rate, once for equal rules.</summary>
    /// <param name="options">The options of the set's step.</param>
    /// <param name="rateScale">The factor of the learning rate.</param>
    /// <param name="latest">The rule that the array before prepared, to share.</param>
    internal abstract void Prepare(in StepOptions options, double rateScale, ref object? latest);

    /// <summary>Steps some of the weights as prepared, with the same options. The step is not counted yet.</summary>
    internal abstract void StepPart(Span<T> weights, ReadOnlySpan<T> gradients, int start, in StepOptions options);

    /// <summary>Steps some of the weights as prepared, with the same options, and measures that.</summary>
    internal abstract void MeasuredStepPart(Span<T> weights, ReadOnlySpan<T> gradients, int start, in StepOptions options, out StepOutcome<T> outcome);

    /// <summary>
    /// Where a part of the weights that should end near an index ends: the index rounded down to a whole block of 8-bit state, then up to the end of
    /// a group of the penalty. Both count from the first weight of the array.
    /// </summary>
    internal abstract int CutFrom(int index);

    /// <summary>What a step depends on and every process must have alike: rule, penalty, mode and options. Numbers are in the current culture.</summary>
    internal abstract string Settings { get; }

    /// <summary>A checksum of what <see cref="Settings"/> does not show of the penalty: its groups and its factors.</summary>
    internal abstract uint StructureChecksum { get; }

    /// <summary>Counts a step that was taken in parts.</summary>
    internal abstract void CountStep();

    /// <summary>The state, to store it in parts.</summary>
    internal abstract IStateParts StateParts { get; }

    /// <summary>Parses a stored state and requires it to match this optimizer.</summary>
    internal abstract StoredState Fitting(ReadOnlySpan<byte> source);

    /// <summary>Loads a stored state that matches this optimizer.</summary>
    internal abstract void Load(StoredState stored);
}
