using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Steps;
using SimdReg.Sums;
using SimdReg.Threading;

namespace SimdReg;

/// <content>Steps over stored numbers.</content>
public sealed partial class Optimizer<T, TRule, TPenalty, TMode>
{
    private readonly StoredLoops<TRule, TPenalty, TMode>? _loops; // Null: state, weights and gradients are of type T.

    /// <inheritdoc/>
    public override NumberStorage Storage => State.Storage;

    /// <inheritdoc/>
    public override void CopyState(int slot, Span<T> destination) => State.CopyTo(slot, destination);

    private protected override void StepStoredAlone(StoredSpan weights, ReadOnlyStoredSpan gradients, StepOptions options) =>
        Take(weights, gradients, options, isMeasured: false);

    private protected override bool TryStepStoredAlone(StoredSpan weights, ReadOnlyStoredSpan gradients, StepOptions options)
    {
        RequireLoops();

        // Rejects a default rule even if a gradient is not finite.
        _rule.AtStep(StepCount + 1);
        if (!NarrowSums.AreFinite(gradients, options.MaxDegreeOfParallelism))
        {
            return false;
        }

        Take(weights, gradients, options, isMeasured: false);
        return true;
    }

    private protected override StepMeasure<T> MeasuredStepStoredAlone(StoredSpan weights, ReadOnlyStoredSpan gradients, StepOptions options)
    {
        // If the gradients are the weights themselves, the step overwrites them, so their sum is computed before it.
        var areWeights = StoredGuard.AreSame(weights, gradients);
        var squares = areWeights ? NarrowSums.Of(gradients, NormStrengths.OfSquares, options.MaxDegreeOfParallelism) : default;
        var outcome = Take(weights, gradients, options, isMeasured: true);
        Span<float> buffers = stackalloc float[2 * StoredBlocks.BufferLength];
        var measure = outcome.Round<StoredBlocks, StoredBlocks>(
            new(weights, buffers[..StoredBlocks.BufferLength]), new(areWeights ? default : gradients, buffers[StoredBlocks.BufferLength..]));
        measure = areWeights ? measure with { SumOfGradientSquares = squares } : measure;
        return Unsafe.BitCast<StepMeasure<float>, StepMeasure<T>>(measure); // T is float.
    }

    internal override void StepStoredPart(StoredSpan weights, ReadOnlyStoredSpan gradients, int start, in StepOptions options) =>
        RunPrepared(weights, gradients, start, in options, isMeasured: false);

    internal override StepOutcome<T> MeasuredStepStoredPart(StoredSpan weights, ReadOnlyStoredSpan gradients, int start, in StepOptions options) =>
        Unsafe.BitCast<StepOutcome<float>, StepOutcome<T>>(RunPrepared(weights, gradients, start, in options, isMeasured: true)); // T is float.

    internal override T PenaltySumStored(ReadOnlyStoredSpan weights, int maxDegreeOfParallelism) =>
        Unsafe.BitCast<float, T>(NarrowSums.Of(weights, Term.Penalty, maxDegreeOfParallelism)); // T is float.

    private StepOutcome<float> RunPrepared(StoredSpan weights, ReadOnlyStoredSpan gradients, int start, in StepOptions options, bool isMeasured)
    {
        var pass = new StoredPass(State.Narrow!, StepCount + 1, weights.Format, gradients.Format);
        return Run(in pass, weights, gradients, start, in _prepared!.Rule, in _prepared.Constants, in Joined is null ? ref Unsafe.AsRef(in options) : ref Joined.Options, isMeasured);
    }

    private StepOutcome<float> Take(StoredSpan weights, ReadOnlyStoredSpan gradients, StepOptions options, bool isMeasured)
    {
        RequireLoops();
        Guard.StepCount(StepCount);
        var stepCount = State.BeginUse();
        try
        {
            var constants = _rule.AtStep(stepCount + 1);
            var outcome = ParallelRanges.IsWorthwhile(weights.Length, options.MaxDegreeOfParallelism)
                ? OnThreads(weights, gradients, constants, options, stepCount + 1, isMeasured)
                : Run(new(State.Narrow!, stepCount + 1, weights.Format, gradients.Format), weights, gradients, 0, in _rule, in constants, in options, isMeasured);
            stepCount++;
            State.Narrow!.MarkStepped();
            return outcome;
        }
        finally
        {
            State.EndUse(stepCount);
        }
    }

    // A separate method: where a lambda captures a parameter, the method allocates on every path.
    private unsafe StepOutcome<float> OnThreads(
        StoredSpan weights, ReadOnlyStoredSpan gradients, StepConstants constants, StepOptions options, long stepNumber, bool isMeasured)
    {
        fixed (byte* pinnedWeights = &weights.First, pinnedGradients = &gradients.First)
        {
            byte* w = pinnedWeights, g = pinnedGradients;
            var (ofWeights, ofGradients, rule) = (weights.Format, gradients.Format, _rule);
            return ParallelRanges.Sum(weights.Length, ParallelRanges.RangeLength(weights.Length), options.MaxDegreeOfParallelism, (start, end) => Run(
                new(State.Narrow!, stepNumber, ofWeights, ofGradients),
                new StoredSpan(ref w[start * ofWeights.ByteSize()], (int)(end - start), ofWeights),
                new StoredSpan(ref g[start * ofGradients.ByteSize()], (int)(end - start), ofGradients),
                (int)start,
                in rule,
                in constants,
                in options,
                isMeasured));
        }
    }

    private StepOutcome<float> Run(
        in StoredPass pass,
        StoredSpan weights,
        ReadOnlyStoredSpan gradients,
        int start,
        in TRule rule,
        in StepConstants constants,
        in StepOptions options,
        bool isMeasured)
    {
        var penalty = Term.Penalty;
        if (isMeasured)
        {
            return StoredMeasure.Run(in pass, weights, gradients, start, _loops!, in rule, in constants, in penalty, in options);
        }

        pass.Run(weights, gradients, start, _loops!, in rule, in constants, in penalty, in options);
        return default;
    }

    internal override void RequireLoops()
    {
        if (_loops is null)
        {
            throw new InvalidOperationException("This optimizer was created without a NumberStorage, for weights and gradients of its own type. Create it with one: Optimizer<float>.Create(rule, penalty, weightCount, new NumberStorage(NumberFormat.BFloat16)).");
        }
    }

    private static StoredSpan Stored(Span<T> numbers) => MemoryMarshal.CreateSpan(ref Unsafe.As<T, float>(ref MemoryMarshal.GetReference(numbers)), numbers.Length);

    private static ReadOnlyStoredSpan Stored(ReadOnlySpan<T> numbers) =>
        new(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, float>(ref MemoryMarshal.GetReference(numbers)), numbers.Length));
}
