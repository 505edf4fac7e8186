using System.Numerics;
using SimdReg.Tests.Reference;

namespace SimdReg.Tests.Support;

/// <summary>A penalty whose type is not known to the test, at any strength, through the public calls.</summary>
internal abstract class PenaltyCase
{
    public abstract string Name { get; }

    public abstract IPenaltyReference Reference(double strength);

    public abstract T Of<T>(double strength, ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    public abstract void AddGradient<T>(double strength, ReadOnlySpan<T> weights, Span<T> gradients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    public abstract void Step<T>(
        double strength,
        RuleCase rule,
        double rate,
        PenaltyMode mode,
        Span<T> weights,
        ReadOnlySpan<T> gradients,
        StateSpans<T> state = default,
        StepOptions options = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The gradient, if there is one.</summary>
    public abstract IEnumerable<Kernel<T>> Gradients<T>(double strength)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The step of a rule.</summary>
    public abstract Kernel<T> Kernel<T>(double strength, RuleCase rule, double rate, PenaltyMode mode, StepOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The sum.</summary>
    public abstract SumKernel<T> Sum<T>(double strength)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <inheritdoc/>
internal sealed class PenaltyCase<TPenalty>(
    Func<double, TPenalty> create, Func<double, IPenaltyReference> reference) : PenaltyCase
    where TPenalty : struct, IPenalty
{
    public override string Name => typeof(TPenalty).Name;

    public override IPenaltyReference Reference(double strength) => reference(strength);

    public override T Of<T>(double strength, ReadOnlySpan<T> weights) => Penalty.Of(weights, create(strength));

    public override void AddGradient<T>(double strength, ReadOnlySpan<T> weights, Span<T> gradients) =>
        Penalty.AddGradient(weights, gradients, create(strength));

    public override void Step<T>(
        double strength,
        RuleCase rule,
        double rate,
        PenaltyMode mode,
        Span<T> weights,
        ReadOnlySpan<T> gradients,
        StateSpans<T> state = default,
        StepOptions options = default) =>
        rule.Step(create(strength), rate, mode, weights, gradients, state, options);

    // A penalty that charges nothing has no gradient to add, and none is written.
    public override IEnumerable<Kernel<T>> Gradients<T>(double strength) =>
        create(strength).IsZero ? [] : [Support.Kernel.Gradient<T, TPenalty>(create(strength), reference(strength))];

    public override Kernel<T> Kernel<T>(double strength, RuleCase rule, double rate, PenaltyMode mode, StepOptions options) =>
        rule.Kernel<T, TPenalty>(create(strength), reference(strength), rate, mode, options);

    public override SumKernel<T> Sum<T>(double strength) =>
        SumKernel.Of<T, TPenalty>(create(strength), reference(strength));
}
