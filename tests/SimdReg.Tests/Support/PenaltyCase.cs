using System.Numerics;
using SimdReg.Tests.Reference;

namespace SimdReg.Tests.Support;

/// <summary>A penalty whose type is not known to the test, at any strength, through the public calls.</summary>
public abstract class PenaltyCase
{
    internal abstract string Name { get; }

    /// <summary>Whether it has a gradient, and with it all modes.</summary>
    internal abstract bool HasGradient { get; }

    internal abstract bool IsConvex { get; }

    /// <summary>Whether p(−w) = p(w).</summary>
    internal bool IsEven { get; init; } = true;

    /// <summary>Whether the strength is a factor of the penalty.</summary>
    internal bool IsFactor { get; init; } = true;

    /// <summary>Whether it is one at every strength, also 0.</summary>
    internal bool IsBound { get; init; }

    /// <summary>Whether it is a parabola between 0 and its corners.</summary>
    internal bool IsParabolic { get; init; } = true;

    /// <summary>The sizes at which the penalty turns from one curve into another, by its strength.</summary>
    internal Func<double, double[]> Corners { get; init; } = _ => [];

    /// <summary>How it enters a step.</summary>
    internal IReadOnlyList<PenaltyMode> Modes => HasGradient ? Enum.GetValues<PenaltyMode>() : [PenaltyMode.Proximal];

    public override string ToString() => Name;

    internal abstract IPenaltyReference Reference(double strength);

    /// <summary>s₁ and s₂ of s₁·Σ|w| + (s₂/2)·Σw²; null for a penalty that is no such sum.</summary>
    internal abstract (double L1, double L2)? Norms(double strength);

    internal abstract T Of<T>(double strength, ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    internal abstract void AddGradient<T>(double strength, ReadOnlySpan<T> weights, Span<T> gradients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    internal abstract void Step<T>(
        double strength,
        RuleCase rule,
        double rate,
        PenaltyMode mode,
        Span<T> weights,
        ReadOnlySpan<T> gradients,
        StateSpans<T> state = default,
        StepOptions options = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>An optimizer of a rule before its first step.</summary>
    internal abstract Optimizer<T> Optimizer<T>(double strength, RuleCase rule, double rate, PenaltyMode mode, int weightCount)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>An optimizer of a rule with a storage, before its first step.</summary>
    internal abstract Optimizer<float> Optimizer(double strength, RuleCase rule, double rate, PenaltyMode mode, int weightCount, NumberStorage storage);

    /// <summary>The gradient, if there is one.</summary>
    internal abstract IEnumerable<Kernel<T>> Gradients<T>(double strength)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The step of a rule.</summary>
    internal abstract Kernel<T> Kernel<T>(double strength, RuleCase rule, double rate, PenaltyMode mode, StepOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The sum.</summary>
    internal abstract SumKernel<T> Sum<T>(double strength)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <inheritdoc/>
internal sealed class PenaltyCase<TPenalty>(
    Func<double, TPenalty> create, Func<double, IPenaltyReference> reference, Func<double, (double L1, double L2)>? norms = null) : PenaltyCase
    where TPenalty : struct, IPenalty
{
    internal override string Name => typeof(TPenalty).Name;

    internal override bool HasGradient => TPenalty.HasGradient;

    internal override bool IsConvex => TPenalty.IsConvex;

    internal override IPenaltyReference Reference(double strength) => reference(strength);

    internal override (double L1, double L2)? Norms(double strength) => norms?.Invoke(strength);

    internal override T Of<T>(double strength, ReadOnlySpan<T> weights) => Penalty.Sum(weights, create(strength));

    internal override void AddGradient<T>(double strength, ReadOnlySpan<T> weights, Span<T> gradients) =>
        Penalty.AddGradient(weights, gradients, create(strength));

    internal override void Step<T>(
        double strength,
        RuleCase rule,
        double rate,
        PenaltyMode mode,
        Span<T> weights,
        ReadOnlySpan<T> gradients,
        StateSpans<T> state = default,
        StepOptions options = default) =>
        rule.Step(create(strength), rate, mode, weights, gradients, state, options);

    internal override Optimizer<T> Optimizer<T>(double strength, RuleCase rule, double rate, PenaltyMode mode, int weightCount) =>
        rule.Optimizer<T, TPenalty>(create(strength), rate, mode, weightCount);

    internal override Optimizer<float> Optimizer(double strength, RuleCase rule, double rate, PenaltyMode mode, int weightCount, NumberStorage storage) =>
        rule.Optimizer(create(strength), rate, mode, weightCount, storage);

    // A penalty that charges nothing has no gradient to add, and none is written.
    internal override IEnumerable<Kernel<T>> Gradients<T>(double strength) =>
        create(strength).IsZero || !HasGradient ? [] : [Support.Kernel.Gradient<T, TPenalty>(create(strength), reference(strength))];

    internal override Kernel<T> Kernel<T>(double strength, RuleCase rule, double rate, PenaltyMode mode, StepOptions options) =>
        rule.Kernel<T, TPenalty>(create(strength), reference(strength), rate, mode, options);

    internal override SumKernel<T> Sum<T>(double strength) =>
        SumKernel.Of<T, TPenalty>(create(strength), reference(strength));
}
