using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using SimdReg.Steps;
using SimdReg.Sums;

namespace SimdReg;

/// <summary>An array of weights in a <see cref="ParameterSet{TRule, T}"/>, with its gradients and its state.</summary>
/// <typeparam name="TRule">The update rule.</typeparam>
/// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
[JsonConverter(typeof(NoJsonForm))]
public abstract class ParameterArray<TRule, T>
    where TRule : struct, IUpdateRule<TRule>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private protected ParameterArray(TRule rule, Memory<T> weights, ReadOnlyMemory<T> gradients, StateSlabs<T> slabs, long offset)
    {
        Weights = weights;
        Gradients = gradients;
        Offset = offset;
        State = new(rule, weights.Length, slabs);
    }

    /// <summary>w, which a step updates.</summary>
    public Memory<T> Weights { get; }

    /// <summary>g, the gradient of the data loss with respect to each weight, which a step reads.</summary>
    public ReadOnlyMemory<T> Gradients { get; }

    /// <summary>What the rule remembers of these weights.</summary>
    public UpdateState<TRule, T> State { get; }

    /// <summary>How many weights of the set come before these.</summary>
    internal long Offset { get; }

    internal int Length => Weights.Length;

    /// <summary>The constants of the step that is about to be taken, where that is not the step of the other arrays.</summary>
    internal StepConstants OwnConstants { get; set; }

    /// <summary>Steps some of the weights. The state has not counted it then.</summary>
    /// <param name="start">The first of them.</param>
    /// <param name="length">How many.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="constants">Its constants of this step.</param>
    /// <param name="options">The options of the step.</param>
    internal abstract void Step(int start, int length, in TRule rule, in StepConstants constants, in StepOptions options);

    /// <summary>The same, and what it amounts to.</summary>
    internal abstract void MeasuredStep(int start, int length, in TRule rule, in StepConstants constants, in StepOptions options, out StepOutcome<T> totals);

    /// <summary>Σ p(w)</summary>
    internal abstract T Charge();
}

/// <inheritdoc/>
/// <typeparam name="TRule">The update rule.</typeparam>
/// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
/// <typeparam name="TPenalty">The penalty.</typeparam>
/// <typeparam name="TMode">How it enters.</typeparam>
[JsonConverter(typeof(NoJsonForm))]
public sealed class ParameterArray<TRule, T, TPenalty, TMode> : ParameterArray<TRule, T>
    where TRule : struct, IUpdateRule<TRule>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TPenalty : struct, IPenalty
    where TMode : struct, IPenaltyMode
{
    internal ParameterArray(
        TRule rule, Memory<T> weights, ReadOnlyMemory<T> gradients, StateSlabs<T> slabs, long offset, PenaltyTerm<TPenalty, TMode> term)
        : base(rule, weights, gradients, slabs, offset) =>
        Term = term;

    /// <summary>The penalty and how it enters, from the next step on. To set it allocates nothing.</summary>
    public PenaltyTerm<TPenalty, TMode> Term { get; set; }

    internal override void Step(int start, int length, in TRule rule, in StepConstants constants, in StepOptions options) =>
        Run<PlainPass<T>, int>(start, length, in rule, in constants, in options, out _);

    internal override void MeasuredStep(int start, int length, in TRule rule, in StepConstants constants, in StepOptions options, out StepOutcome<T> totals) =>
        Run<MeasuredPass<T>, StepOutcome<T>>(start, length, in rule, in constants, in options, out totals);

    internal override T Charge() => SpanSums.Of<T, TPenalty>(Weights.Span, Term.Penalty);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Run<TPass, TResult>(int start, int length, in TRule rule, in StepConstants constants, in StepOptions options, out TResult result)
        where TPass : struct, IStepPass<T, TResult>
        where TResult : IAdditionOperators<TResult, TResult, TResult> =>
        StepDispatch<TRule, T, TPenalty, TMode, TPass, TResult>.Start(
            Weights.Span.Slice(start, length),
            Gradients.Span.Slice(start, length),
            State.AsSpans(start, length),
            in rule,
            in constants,
            Term,
            in options,
            maxDegreeOfParallelism: 1,
            out result);
}
