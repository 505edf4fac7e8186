using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Optimizers;
using SimdReg.Steps;
using SimdReg.Sums;

namespace SimdReg;

/// <summary>An <see cref="Optimizer{T}"/> with statically typed rule, penalty and mode, which can be read and replaced between steps.</summary>
/// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
/// <typeparam name="TRule">The update rule.</typeparam>
/// <typeparam name="TPenalty">The penalty.</typeparam>
/// <typeparam name="TMode">The mode: how the penalty enters the step.</typeparam>
[JsonConverter(typeof(NoJsonForm))]
public sealed partial class Optimizer<T, TRule, TPenalty, TMode> : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TRule : struct, IUpdateRule<TRule>
    where TPenalty : struct, IPenalty
    where TMode : struct, IPenaltyMode
{
    // The rule as prepared for the latest step of a set: its own, or one shared with arrays before it. It is still this rule if it has not
    // changed here since, nor there, as its generation says.
    private PreparedRule<TRule>? _prepared;
    private PreparedRule<TRule>? _own;
    private int _generation;
    private bool _isRuleKnown;

    private TRule _rule;

    internal Optimizer(
        TRule rule,
        PenaltyTerm<TPenalty, TMode> term,
        UpdateState<TRule, T> state,
        StoredLoops<TRule, TPenalty, TMode>? loops = null,
        ArrayPiece? piece = null)
    {
        if (TPenalty.IsStructured && loops is not null)
        {
            throw new NotSupportedException($"{Refuse.NameOf(typeof(TPenalty))} has structure, whose steps need weights and state of {typeof(T).Name}: create the optimizer without a {nameof(NumberStorage)}.");
        }

        _rule = rule;
        State = state;
        _loops = loops;
        _piece = piece ?? new(state.WeightCount);
        Term = term;
    }

    /// <summary>The rule of the next step.</summary>
    public TRule Rule
    {
        get => _rule;
        set
        {
            _rule = value;
            _isRuleKnown = false;
            ChangeCount++;
        }
    }

    /// <summary>The penalty and its mode in the next step.</summary>
    /// <exception cref="ArgumentException">The groups or factors of the penalty do not fit the number of weights.</exception>
    /// <exception cref="NotSupportedException">The penalty has structure, and the mode is not one of this library.</exception>
    public PenaltyTerm<TPenalty, TMode> Term
    {
        get;
        set
        {
            StepGuard.RequireStructure(value.Penalty, _piece.ArrayLength);
            RequireWholeGroups(value);
            StructuredStep<TRule, T, TPenalty, TMode>.RequireMode();
            field = value;
            ChangeCount++;
        }
    }

    /// <summary>The state of the rule.</summary>
    public UpdateState<TRule, T> State { get; }

    /// <inheritdoc/>
    public override int WeightCount => State.WeightCount;

    /// <inheritdoc/>
    public override long StepCount => State.StepCount;

    /// <inheritdoc/>
    public override int StateCount => TRule.StateCount;

    /// <inheritdoc/>
    public override double LearningRate
    {
        get => Rule.LearningRate;
        set => Rule = Rule.WithLearningRate(value);
    }

    /// <inheritdoc/>
    public override long ByteCount => State.ByteCount;

    /// <inheritdoc/>
    public override T PenaltySum(ReadOnlySpan<T> weights, int maxDegreeOfParallelism = 1) =>
        SpanSums.Of(weights, Term.Penalty, Guard.AtLeastOne(maxDegreeOfParallelism));

    /// <inheritdoc/>
    public override Span<T> GetState(int slot) => State[slot];

    /// <summary>The rule, the penalty, the mode, the number of weights and of steps.</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Rule}, {Term}, {WeightCount} weights, {StepCount} steps");

    private protected override void StepAlone(Span<T> weights, ReadOnlySpan<T> gradients, StepOptions options)
    {
        if (_loops is null)
        {
            _rule.Step(weights, gradients, Term, State, options);
        }
        else
        {
            StepStoredAlone(Stored(weights), Stored(gradients), options);
        }
    }

    private protected override bool TryStepAlone(Span<T> weights, ReadOnlySpan<T> gradients, StepOptions options) =>
        _loops is null
            ? _rule.TryStep(weights, gradients, Term, State, options)
            : TryStepStoredAlone(Stored(weights), Stored(gradients), options);

    private protected override StepMeasure<T> MeasuredStepAlone(Span<T> weights, ReadOnlySpan<T> gradients, StepOptions options) =>
        _loops is null
            ? _rule.MeasuredStep(weights, gradients, Term, State, options)
            : MeasuredStepStoredAlone(Stored(weights), Stored(gradients), options);

    private protected override void AdvanceStateTo(long stepCount) => State.AdvanceTo(stepCount);

    private protected override void WarmStartState(ReadOnlySpan<T> weights)
    {
        if (Rule is Ftrl rule && State is UpdateState<Ftrl, T> state)
        {
            state.WarmStart(rule, weights);
        }
    }

    internal override void WriteState(Span<byte> destination) => State.WriteTo(destination);

    internal override void Prepare(in StepOptions options, double rateScale, ref object? latest)
    {
        var stepCount = State.StepCount;
        if (!Guard.IsStepCount(stepCount))
        {
            throw new InvalidOperationException($"The state of an array counts {stepCount} steps: the number {Guard.StepCountRule}.");
        }

        // Here, because a product of scales may be refused.
        Joined?.With(in options);
        if (_isRuleKnown && _prepared!.IsAt(_generation, rateScale, stepCount + 1))
        {
            latest = _prepared;
            return;
        }

        if (latest is PreparedRule<TRule> shared && shared.IsFor(in _rule, rateScale, stepCount + 1))
        {
            _prepared = shared;
        }
        else
        {
            _own ??= new();
            _own.Set(in _rule, rateScale, stepCount + 1);
            latest = _prepared = _own;
        }

        // What a rule refers to may change without it.
        (_generation, _isRuleKnown) = (_prepared.Generation, !RuntimeHelpers.IsReferenceOrContainsReferences<TRule>());
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // See UpdateSteps.TakeStep.
    internal override void StepPart(Span<T> weights, ReadOnlySpan<T> gradients, int start, in StepOptions options)
    {
        if (TPenalty.IsStructured && !Term.Penalty.IsZero)
        {
            RunStructured(weights, gradients, start, in options, isMeasured: false);
        }
        else if (_loops is null)
        {
            Run<PlainPass<T>, int>(weights, gradients, start, in options, out _);
        }
        else
        {
            StepStoredPart(Stored(weights), Stored(gradients), start, in options);
        }
    }

    internal override void MeasuredStepPart(Span<T> weights, ReadOnlySpan<T> gradients, int start, in StepOptions options, out StepOutcome<T> outcome)
    {
        if (TPenalty.IsStructured && !Term.Penalty.IsZero)
        {
            outcome = RunStructured(weights, gradients, start, in options, isMeasured: true);
        }
        else if (_loops is null)
        {
            Run<MeasuredPass<T>, StepOutcome<T>>(weights, gradients, start, in options, out outcome);
        }
        else
        {
            outcome = MeasuredStepStoredPart(Stored(weights), Stored(gradients), start, in options);
        }
    }

    internal override void CountStep()
    {
        State.CountStep();
        State.Narrow?.MarkStepped();
    }

    internal override IStateParts StateParts => State;

    internal override StoredState Fitting(ReadOnlySpan<byte> source) => State.Fitting(source);

    internal override void Load(StoredState stored) => State.Load(stored);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Run<TPass, TResult>(Span<T> weights, ReadOnlySpan<T> gradients, int start, in StepOptions options, out TResult result)
        where TPass : struct, IStepPass<T, TResult>
        where TResult : IAdditionOperators<TResult, TResult, TResult> =>
        StepDispatch<TRule, T, TPenalty, TMode, TPass, TResult>.Start(
            weights,
            gradients,
            State.AsSpans(start, weights.Length),
            in _prepared!.Rule,
            in _prepared.Constants,
            Term,
            in Joined is null ? ref Unsafe.AsRef(in options) : ref Joined.Options,
            maxDegreeOfParallelism: 1,
            out result);
}
