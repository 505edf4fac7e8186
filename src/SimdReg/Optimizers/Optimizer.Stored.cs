using SimdReg.Optimizers;
using SimdReg.Steps;
using SimdReg.Threading;

namespace SimdReg;

/// <content>Steps over stored numbers, see <see cref="StoredSteps"/>.</content>
public abstract partial class Optimizer<T>
{
    /// <summary>How the state is stored, and new weights and state are rounded.</summary>
    public abstract NumberStorage Storage { get; }

    /// <summary>Creates an optimizer that stores its state in given formats, and steps weights and gradients in any format.</summary>
    /// <typeparam name="TRule">The update rule.</typeparam>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <typeparam name="TMode">The mode: how the penalty enters the step.</typeparam>
    /// <param name="rule">The update rule.</param>
    /// <param name="term">The penalty and its mode, as in <c>new L2(strength).Decoupled()</c>.</param>
    /// <param name="weightCount">The number of weights: at least 0.</param>
    /// <param name="storage">How the state is stored, and new weights and state are rounded.</param>
    /// <returns>An optimizer whose state is that before the first step.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="weightCount"/> is negative, or its state does not fit into one array.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is not float, or the rule's <see cref="IUpdateRule{TSelf}.StateCount"/> is not 0 to 3.</exception>
    public static Optimizer<T, TRule, TPenalty, TMode> Create<TRule, TPenalty, TMode>(
        TRule rule, PenaltyTerm<TPenalty, TMode> term, int weightCount, NumberStorage storage)
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode =>
        new(rule, term, new(rule, weightCount, storage), new FusedStoredLoops<TRule, TPenalty, TMode>());

    /// <summary>Creates an optimizer with a coupled penalty, whose gradient is added to that of the data.</summary>
    /// <typeparam name="TRule">The update rule.</typeparam>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <param name="rule">The update rule.</param>
    /// <param name="penalty">The penalty.</param>
    /// <param name="weightCount">The number of weights: at least 0.</param>
    /// <param name="storage">How the state is stored, and new weights and state are rounded.</param>
    /// <inheritdoc cref="Create{TRule, TPenalty, TMode}(TRule, PenaltyTerm{TPenalty, TMode}, int, NumberStorage)" path="/returns|/exception"/>
    public static Optimizer<T, TRule, TPenalty, Coupled> Create<TRule, TPenalty>(TRule rule, TPenalty penalty, int weightCount, NumberStorage storage)
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty =>
        Create(rule, penalty.Coupled(), weightCount, storage);

    /// <summary>Creates an optimizer without a penalty.</summary>
    /// <inheritdoc cref="Create{TRule, TPenalty, TMode}(TRule, PenaltyTerm{TPenalty, TMode}, int, NumberStorage)"/>
    public static Optimizer<T, TRule, None, Coupled> Create<TRule>(TRule rule, int weightCount, NumberStorage storage)
        where TRule : struct, IUpdateRule<TRule> =>
        Create(rule, default(None).Coupled(), weightCount, storage);

    /// <summary>Creates an optimizer from names and numbers, that stores its state in given formats, and steps weights and gradients in any format.</summary>
    /// <param name="settings">The names and the numbers.</param>
    /// <param name="weightCount">The number of weights: at least 0.</param>
    /// <param name="storage">How the state is stored, and new weights and state are rounded.</param>
    /// <returns>An optimizer whose state is that before the first step.</returns>
    /// <exception cref="ArgumentException">A name is unknown; or a number is missing, out of its range, or none of the rule's or the penalty's.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="weightCount"/> is negative, or its state does not fit into one array.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is not float.</exception>
    public static Optimizer<T> Create(OptimizerSettings settings, int weightCount, NumberStorage storage)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return SettingsReader.Create<T, StoredMaker>(settings, new(weightCount, storage));
    }

    /// <summary>Widens one value of the state for each weight, in any format.</summary>
    /// <param name="slot">0 for the first.</param>
    /// <param name="destination">The values: <see cref="WeightCount"/> of them.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> does not have <see cref="WeightCount"/> elements.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="slot"/> is not 0 to <see cref="StateCount"/> − 1.</exception>
    public abstract void CopyState(int slot, Span<T> destination);

    internal void StepStored(StoredSpan weights, ReadOnlyStoredSpan gradients, StepOptions options)
    {
        using var call = new ExclusiveCall(_owner);
        StoredGuard.Require(weights, gradients, WeightCount);
        StepStoredAlone(weights, gradients, Join(in options));
    }

    internal bool TryStepStored(StoredSpan weights, ReadOnlyStoredSpan gradients, StepOptions options)
    {
        using var call = new ExclusiveCall(_owner);
        StoredGuard.Require(weights, gradients, WeightCount);
        return TryStepStoredAlone(weights, gradients, Join(in options));
    }

    internal StepMeasure<T> MeasuredStepStored(StoredSpan weights, ReadOnlyStoredSpan gradients, StepOptions options)
    {
        using var call = new ExclusiveCall(_owner);
        StoredGuard.Require(weights, gradients, WeightCount);
        return MeasuredStepStoredAlone(weights, gradients, Join(in options));
    }

    private protected abstract void StepStoredAlone(StoredSpan weights, ReadOnlyStoredSpan gradients, StepOptions options);

    private protected abstract bool TryStepStoredAlone(StoredSpan weights, ReadOnlyStoredSpan gradients, StepOptions options);

    private protected abstract StepMeasure<T> MeasuredStepStoredAlone(StoredSpan weights, ReadOnlyStoredSpan gradients, StepOptions options);

    /// <summary>Requires an optimizer that was created with a storage.</summary>
    /// <exception cref="InvalidOperationException">It was not.</exception>
    internal abstract void RequireLoops();

    /// <summary><see cref="PenaltySum"/> over stored numbers.</summary>
    internal abstract T PenaltySumStored(ReadOnlyStoredSpan weights, int maxDegreeOfParallelism);

    /// <summary><see cref="StepPart"/> over stored numbers.</summary>
    internal abstract void StepStoredPart(StoredSpan weights, ReadOnlyStoredSpan gradients, int start, in StepOptions options);

    /// <summary><see cref="MeasuredStepPart"/> over stored numbers.</summary>
    internal abstract StepOutcome<T> MeasuredStepStoredPart(StoredSpan weights, ReadOnlyStoredSpan gradients, int start, in StepOptions options);
}
