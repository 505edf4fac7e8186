using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text.Json.Serialization;
using SimdReg.Optimizers;
using SimdReg.Threading;

namespace SimdReg;

/// <summary>An update rule, a penalty and the state of some weights as one object, whose types may be chosen at run time.</summary>
/// <remarks>
/// <para>
/// <see cref="Create{TRule, TPenalty, TMode}(TRule, PenaltyTerm{TPenalty, TMode}, int)"/> creates one from values, <see cref="Create(OptimizerSettings, int)"/> from names and numbers. Each call
/// costs one virtual call more than the same step of the rule, and gives the same bits.
/// </para>
/// <para>
/// An optimizer keeps the state of its weights, not the weights: pass the same weights to each step. It accepts one step at a time: a
/// second one throws <see cref="InvalidOperationException"/>.
/// </para>
/// </remarks>
/// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
[JsonConverter(typeof(NoJsonForm))]
[SuppressMessage("Design", "CA1000", Justification = "Only the rule and the penalty can be inferred: Optimizer<float>.Create(rule, count) names the element, in every language.")]
public abstract partial class Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private CallFlag? _owner; // The flag of the set that steps the optimizer, or null.

    private protected Optimizer()
    {
    }

    /// <summary>The number of weights.</summary>
    public abstract int WeightCount { get; }

    /// <summary>The number of steps taken.</summary>
    public abstract long StepCount { get; }

    /// <summary>The number of values that the rule keeps for each weight: 0 to 3.</summary>
    public abstract int StateCount { get; }

    /// <summary>α, the learning rate of the next step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rule does not accept the value.</exception>
    public abstract double LearningRate { get; set; }

    /// <summary>
    /// Options of every step, in addition to those of a call: gradient scales multiply, two <see cref="StepOptions.Maximize"/> cancel, zeros
    /// are kept if either keeps them, and the larger number of threads applies.
    /// </summary>
    public StepOptions Options
    {
        get => Joined?.Own ?? default;
        set
        {
            Joined = value == default ? null : new(value);
            ChangeCount++;
        }
    }

    /// <summary>How often the rule, the penalty or the options have been set: who keeps what follows from them sees that it has to look again.</summary>
    internal int ChangeCount { get; private protected set; }

    /// <summary>The options, joined with those of a step; null for the default. Apart, so that the many optimizers of a set take less cache.</summary>
    private protected JoinedOptions? Joined { get; private set; }

    /// <summary>The number of bytes that <see cref="WriteTo"/> writes.</summary>
    public abstract long ByteCount { get; }

    /// <summary>Creates an optimizer without a penalty.</summary>
    /// <inheritdoc cref="Create{TRule, TPenalty, TMode}(TRule, PenaltyTerm{TPenalty, TMode}, int)"/>
    public static Optimizer<T, TRule, None, Coupled> Create<TRule>(TRule rule, int weightCount)
        where TRule : struct, IUpdateRule<TRule> =>
        Create(rule, default(None).Coupled(), weightCount);

    /// <summary>Creates an optimizer with a coupled penalty, whose gradient is added to that of the data.</summary>
    /// <typeparam name="TRule">The update rule.</typeparam>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <param name="rule">The update rule.</param>
    /// <param name="penalty">The penalty.</param>
    /// <param name="weightCount">The number of weights: at least 0.</param>
    /// <inheritdoc cref="Create{TRule, TPenalty, TMode}(TRule, PenaltyTerm{TPenalty, TMode}, int)" path="/returns|/exception"/>
    public static Optimizer<T, TRule, TPenalty, Coupled> Create<TRule, TPenalty>(TRule rule, TPenalty penalty, int weightCount)
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty =>
        Create(rule, penalty.Coupled(), weightCount);

    /// <summary>Creates an optimizer with a penalty in a mode.</summary>
    /// <typeparam name="TRule">The update rule.</typeparam>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <typeparam name="TMode">The mode: how the penalty enters the step.</typeparam>
    /// <param name="rule">The update rule.</param>
    /// <param name="term">The penalty and its mode, as in <c>new L2(strength).Decoupled()</c>.</param>
    /// <param name="weightCount">The number of weights: at least 0.</param>
    /// <returns>An optimizer whose state is that before the first step.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="weightCount"/> is negative, or its state does not fit into one array.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double, or the rule's <see cref="IUpdateRule{TSelf}.StateCount"/> is not 0 to 3.</exception>
    public static Optimizer<T, TRule, TPenalty, TMode> Create<TRule, TPenalty, TMode>(
        TRule rule, PenaltyTerm<TPenalty, TMode> term, int weightCount)
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode =>
        new(rule, term, new(rule, weightCount));

    /// <summary>Creates an optimizer from the names of a rule, a penalty and a mode, and their numbers.</summary>
    /// <param name="settings">The names and the numbers.</param>
    /// <param name="weightCount">The number of weights: at least 0.</param>
    /// <returns>An optimizer whose state is that before the first step.</returns>
    /// <exception cref="ArgumentException">A name is unknown; or a number is missing, out of its range, or none of the rule's or the penalty's.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="weightCount"/> is negative, or its state does not fit into one array.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public static Optimizer<T> Create(OptimizerSettings settings, int weightCount)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return SettingsReader.Create<T, PlainMaker>(settings, new(weightCount));
    }

    /// <summary>Takes one step: rule, penalty and store in one pass.</summary>
    /// <param name="weights">w, updated in place: <see cref="WeightCount"/> of them.</param>
    /// <param name="gradients">g, the gradient of the data loss with respect to each weight: as long as <paramref name="weights"/>.</param>
    /// <param name="options">Options of this step, in addition to <see cref="Options"/>.</param>
    /// <exception cref="ArgumentException">A span does not have <see cref="WeightCount"/> elements, or the spans overlap without being the same. Nothing has been written.</exception>
    /// <exception cref="InvalidOperationException">Another step of this optimizer is running. Nothing has been written.</exception>
    public void Step(Span<T> weights, ReadOnlySpan<T> gradients, StepOptions options = default)
    {
        using var call = new ExclusiveCall(_owner);
        RequireCount(weights);
        StepAlone(weights, gradients, Join(in options));
    }

    /// <summary>Takes one step if every gradient is finite. Otherwise nothing changes.</summary>
    /// <returns><see langword="true"/> if the step was taken, <see langword="false"/> if a gradient is NaN or infinite.</returns>
    /// <inheritdoc cref="Step"/>
    public bool TryStep(Span<T> weights, ReadOnlySpan<T> gradients, StepOptions options = default)
    {
        using var call = new ExclusiveCall(_owner);
        RequireCount(weights);
        return TryStepAlone(weights, gradients, Join(in options));
    }

    /// <summary>Takes one step and measures it.</summary>
    /// <returns>The measures of the step: norms, zeros and extremes of the new weights, the norm of the gradients, the largest change.</returns>
    /// <inheritdoc cref="Step"/>
    public StepMeasure<T> MeasuredStep(Span<T> weights, ReadOnlySpan<T> gradients, StepOptions options = default)
    {
        using var call = new ExclusiveCall(_owner);
        RequireCount(weights);
        return MeasuredStepAlone(weights, gradients, Join(in options));
    }

    /// <summary>Σ p(w), the value of the penalty: see <see cref="Penalty.Sum{T, TPenalty}(ReadOnlySpan{T}, TPenalty, int)"/>.</summary>
    /// <param name="weights">w. Any number of them.</param>
    /// <param name="maxDegreeOfParallelism">The number of threads that may work at once: at least 1.</param>
    /// <returns>The sum, correctly rounded for <see cref="L1"/>, <see cref="L2"/> and <see cref="ElasticNet"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1.</exception>
    public abstract T PenaltySum(ReadOnlySpan<T> weights, int maxDegreeOfParallelism = 1);

    /// <summary>One value of the state for each weight. The documentation of the rule says which.</summary>
    /// <param name="slot">0 for the first.</param>
    /// <returns>The values, which a step updates.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="slot"/> is not 0 to <see cref="StateCount"/> − 1.</exception>
    /// <exception cref="InvalidOperationException">The slot is stored in another format: see <see cref="CopyState"/>.</exception>
    public abstract Span<T> GetState(int slot);

    /// <inheritdoc cref="UpdateState{TRule, T}.AdvanceTo"/>
    public void AdvanceTo(long stepCount)
    {
        using var call = new ExclusiveCall(_owner);
        AdvanceStateTo(stepCount);
    }

    /// <summary>Starts from given weights a rule that computes each weight from its state: <see cref="Ftrl"/>. Other rules need no start, and nothing changes.</summary>
    /// <param name="weights">w: <see cref="WeightCount"/> of them.</param>
    /// <exception cref="ArgumentException"><paramref name="weights"/> does not have <see cref="WeightCount"/> elements, or no state stands for one of them: see <see cref="UpdateState.WarmStart"/>.</exception>
    /// <exception cref="InvalidOperationException">The optimizer has taken steps, or another call of it is running.</exception>
    public void WarmStart(ReadOnlySpan<T> weights)
    {
        using var call = new ExclusiveCall(_owner);
        RequireCount(weights);
        WarmStartState(weights);
    }

    /// <summary>Writes the state as bytes, the same on every machine. Weights, rule and penalty are not part of it.</summary>
    /// <inheritdoc cref="UpdateState{TRule, T}.WriteTo"/>
    public void WriteTo(Span<byte> destination)
    {
        using var call = new ExclusiveCall(_owner);
        WriteState(destination);
    }

    /// <inheritdoc cref="UpdateState{TRule, T}.ReadFrom"/>
    public void ReadFrom(ReadOnlySpan<byte> source)
    {
        using var call = new ExclusiveCall(_owner);
        Load(Fitting(source));
    }

    /// <summary>Gives the optimizer to a set.</summary>
    /// <returns>Whether no set had it.</returns>
    internal bool TryGiveTo(CallFlag owner) => Interlocked.CompareExchange(ref _owner, owner, null) is null;

    /// <summary>Takes the optimizer back from its set.</summary>
    internal void TakeBack() => Volatile.Write(ref _owner, null);

    private protected abstract void StepAlone(Span<T> weights, ReadOnlySpan<T> gradients, StepOptions options);

    private protected abstract bool TryStepAlone(Span<T> weights, ReadOnlySpan<T> gradients, StepOptions options);

    private protected abstract StepMeasure<T> MeasuredStepAlone(Span<T> weights, ReadOnlySpan<T> gradients, StepOptions options);

    private protected abstract void AdvanceStateTo(long stepCount);

    private protected abstract void WarmStartState(ReadOnlySpan<T> weights);

    internal abstract void WriteState(Span<byte> destination);

    private StepOptions Join(in StepOptions options) => Joined is null ? options : Options.With(in options);

    private void RequireCount(ReadOnlySpan<T> weights)
    {
        if (weights.Length != WeightCount)
        {
            Refuse.WeightCount(nameof(weights), weights.Length, WeightCount);
        }
    }

    /// <summary>Options of an optimizer, joined with those of a step.</summary>
    private protected sealed class JoinedOptions(StepOptions own)
    {
        /// <summary>The options of the step: a field, because a step takes its address.</summary>
        public StepOptions Options;

        public StepOptions Own => own;

        public void With(in StepOptions options) => Options = own.With(in options);
    }
}
