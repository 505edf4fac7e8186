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
        double strength, PenaltyMode mode, double rate, Span<T> weights, ReadOnlySpan<T> gradients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The gradient, if there is one, and the step of SGD in every mode.</summary>
    public abstract IEnumerable<Kernel<T>> Kernels<T>(double strength, double rate)
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
        double strength, PenaltyMode mode, double rate, Span<T> weights, ReadOnlySpan<T> gradients)
    {
        var (rule, penalty) = (new Sgd(rate), create(strength));
        switch (mode)
        {
            case PenaltyMode.Coupled:
                rule.Step(weights, gradients, penalty);
                break;
            case PenaltyMode.Decoupled:
                rule.Step(weights, gradients, penalty.Decoupled());
                break;
            case PenaltyMode.Proximal:
                rule.Step(weights, gradients, penalty.Proximal());
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(mode));
        }
    }

    public override IEnumerable<Kernel<T>> Kernels<T>(double strength, double rate)
    {
        var (penalty, penaltyReference) = (create(strength), reference(strength));
        var (rule, ruleReference) = (new Sgd(rate), new SgdReference(rate));

        // A penalty that charges nothing has no gradient to add, and none is written.
        if (!penalty.IsZero)
        {
            yield return Kernel.Gradient<T, TPenalty>(penalty, penaltyReference);
        }

        yield return Kernel.Step<T, Sgd, TPenalty, Coupled>(rule, ruleReference, penalty, penaltyReference);
        yield return Kernel.Step<T, Sgd, TPenalty, Decoupled>(rule, ruleReference, penalty, penaltyReference);
        yield return Kernel.Step<T, Sgd, TPenalty, Proximal>(rule, ruleReference, penalty, penaltyReference);
    }

    public override SumKernel<T> Sum<T>(double strength) =>
        SumKernel.Of<T, TPenalty>(create(strength), reference(strength));
}
