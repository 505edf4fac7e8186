using System.Numerics;
using SimdReg.Tests.Reference;

namespace SimdReg.Tests.Support;

/// <summary>An update rule whose type is not known to the test, at any learning rate.</summary>
internal abstract class RuleCase
{
    public abstract string Name { get; }

    public abstract int StateCount { get; }

    /// <summary>The number of the rule in stored bytes.</summary>
    public abstract int StoredNumber { get; }

    /// <summary>Whether a proximal step has a rate for each weight.</summary>
    public abstract bool HasRatePerWeight { get; }

    public abstract IUpdateRuleReference Reference(double rate);

    /// <summary>The step under a penalty.</summary>
    public abstract Kernel<T> Kernel<T, TPenalty>(
        TPenalty penalty, IPenaltyReference reference, double rate, PenaltyMode mode, StepOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty;

    /// <summary>One step under a penalty, plain or measured, through the public call.</summary>
    public abstract void Step<T, TPenalty>(
        TPenalty penalty,
        double rate,
        PenaltyMode mode,
        Span<T> weights,
        ReadOnlySpan<T> gradients,
        StateSpans<T> state,
        StepOptions options,
        bool measured = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty;

    /// <summary>The state before the first step, as the library makes it.</summary>
    public abstract RuleState<T> State<T>(double rate, int weightCount)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>An optimizer before its first step.</summary>
    public abstract Optimizer<T> Optimizer<T, TPenalty>(TPenalty penalty, double rate, PenaltyMode mode, int weightCount)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty;

    /// <summary>An optimizer with a storage, before its first step.</summary>
    public abstract Optimizer<float> Optimizer<TPenalty>(TPenalty penalty, double rate, PenaltyMode mode, int weightCount, NumberStorage storage)
        where TPenalty : struct, IPenalty;

    /// <summary>Whether a slot of the state holds no negative numbers.</summary>
    public abstract bool IsNonNegative(int slot);

    public override string ToString() => Name;
}

/// <summary>A state of a rule whose type is not known to the test.</summary>
internal abstract class RuleState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public abstract int WeightCount { get; }

    public abstract long StepCount { get; }

    public abstract StateSpans<T> Spans { get; }

    public abstract Span<T> this[int slot] { get; }
}

/// <inheritdoc/>
internal sealed class RuleCase<TRule>(Func<double, TRule> create, Func<double, IUpdateRuleReference> reference) : RuleCase
    where TRule : struct, IUpdateRule<TRule>
{
    public override string Name => typeof(TRule).Name;

    public override int StateCount => TRule.StateCount;

    public override int StoredNumber => RuleIdentity.NumberOf<TRule>();

    public override bool HasRatePerWeight => TRule.HasRatePerWeight;

    public override IUpdateRuleReference Reference(double rate) => reference(rate);

    public override Kernel<T> Kernel<T, TPenalty>(
        TPenalty penalty, IPenaltyReference penaltyReference, double rate, PenaltyMode mode, StepOptions options)
    {
        var (rule, ruleReference) = (create(rate), reference(rate));
        return mode switch
        {
            PenaltyMode.Coupled => Support.Kernel.Step<T, TRule, TPenalty, Coupled>(rule, ruleReference, penalty, penaltyReference, options),
            PenaltyMode.Decoupled => Support.Kernel.Step<T, TRule, TPenalty, Decoupled>(rule, ruleReference, penalty, penaltyReference, options),
            PenaltyMode.Cautious => Support.Kernel.Step<T, TRule, TPenalty, Cautious>(rule, ruleReference, penalty, penaltyReference, options),
            PenaltyMode.Proximal => Support.Kernel.Step<T, TRule, TPenalty, Proximal>(rule, ruleReference, penalty, penaltyReference, options),
            _ => throw new ArgumentOutOfRangeException(nameof(mode)),
        };
    }

    public override void Step<T, TPenalty>(
        TPenalty penalty,
        double rate,
        PenaltyMode mode,
        Span<T> weights,
        ReadOnlySpan<T> gradients,
        StateSpans<T> state,
        StepOptions options,
        bool measured = false)
    {
        var rule = create(rate);
        switch (mode)
        {
            case PenaltyMode.Coupled:
                Step(rule, penalty.Coupled(), weights, gradients, state, options, measured);
                break;
            case PenaltyMode.Decoupled:
                Step(rule, penalty.Decoupled(), weights, gradients, state, options, measured);
                break;
            case PenaltyMode.Cautious:
                Step(rule, penalty.Cautious(), weights, gradients, state, options, measured);
                break;
            case PenaltyMode.Proximal:
                Step(rule, penalty.Proximal(), weights, gradients, state, options, measured);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(mode));
        }
    }

    public override RuleState<T> State<T>(double rate, int weightCount) =>
        new Owned<T>(create(rate).CreateState<TRule, T>(new T[weightCount]));

    public override Optimizer<T> Optimizer<T, TPenalty>(TPenalty penalty, double rate, PenaltyMode mode, int weightCount) => mode switch
    {
        PenaltyMode.Coupled => SimdReg.Optimizer<T>.Create(create(rate), penalty.Coupled(), weightCount),
        PenaltyMode.Decoupled => SimdReg.Optimizer<T>.Create(create(rate), penalty.Decoupled(), weightCount),
        PenaltyMode.Cautious => SimdReg.Optimizer<T>.Create(create(rate), penalty.Cautious(), weightCount),
        PenaltyMode.Proximal => SimdReg.Optimizer<T>.Create(create(rate), penalty.Proximal(), weightCount),
        _ => throw new ArgumentOutOfRangeException(nameof(mode)),
    };

    public override Optimizer<float> Optimizer<TPenalty>(TPenalty penalty, double rate, PenaltyMode mode, int weightCount, NumberStorage storage) => mode switch
    {
        PenaltyMode.Coupled => SimdReg.Optimizer<float>.Create(create(rate), penalty.Coupled(), weightCount, storage),
        PenaltyMode.Decoupled => SimdReg.Optimizer<float>.Create(create(rate), penalty.Decoupled(), weightCount, storage),
        PenaltyMode.Cautious => SimdReg.Optimizer<float>.Create(create(rate), penalty.Cautious(), weightCount, storage),
        PenaltyMode.Proximal => SimdReg.Optimizer<float>.Create(create(rate), penalty.Proximal(), weightCount, storage),
        _ => throw new ArgumentOutOfRangeException(nameof(mode)),
    };

    public override bool IsNonNegative(int slot) => create(1).IsNonNegative(slot);

    private static void Step<T, TPenalty, TMode>(
        TRule rule, PenaltyTerm<TPenalty, TMode> term, Span<T> weights, ReadOnlySpan<T> gradients, StateSpans<T> state, StepOptions options, bool measured)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        if (measured)
        {
            rule.MeasuredStep(weights, gradients, term, state, options);
        }
        else
        {
            rule.Step(weights, gradients, term, state, options);
        }
    }

    private sealed class Owned<T>(UpdateState<TRule, T> state) : RuleState<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public override int WeightCount => state.WeightCount;

        public override long StepCount => state.StepCount;

        public override StateSpans<T> Spans => state;

        public override Span<T> this[int slot] => state[slot];
    }
}
