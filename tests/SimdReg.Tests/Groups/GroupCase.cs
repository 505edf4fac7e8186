using System.Numerics;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Groups;

/// <summary>A group penalty whose type is not known to the test, at any strength.</summary>
internal abstract class GroupCase
{
    public abstract IGroupReference Reference(double strength);

    /// <summary>The penalty on each weight.</summary>
    public abstract IPenaltyReference Element(double strength);

    public abstract void Step<T>(
        double strength, WeightGroups groups, RuleCase rule, double rate, PenaltyMode mode, T[] weights, T[] gradients, StateSpans<T> state, StepOptions options = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Every group penalty. Sets come last.</summary>
    public static IReadOnlyList<GroupCase> All { get; } =
    [
        new GroupCase<Grouped<GroupLasso, None>>((s, groups) => new GroupLasso(s, true).Over(groups), s => new GroupLassoReference(s, true), _ => new NoneReference()),
        new GroupCase<Grouped<GroupRidge, None>>((s, groups) => new GroupRidge(s).Over(groups), s => new GroupRidgeReference(s), _ => new NoneReference()),
        new GroupCase<Grouped<GroupLasso, L1>>((s, groups) => new SparseGroupLasso(s / 8, s).Over(groups), s => new GroupLassoReference(s), s => new L1Reference(s / 8)),
        new GroupCase<Grouped<MaxNorm, None>>((s, groups) => new MaxNorm(s).Over(groups), s => new MaxNormReference(s), _ => new NoneReference()),
        new GroupCase<Grouped<UnitNorm, None>>((_, groups) => new UnitNorm().Over(groups), _ => new UnitNormReference(), _ => new NoneReference()),
    ];
}

/// <inheritdoc/>
internal sealed class GroupCase<TPenalty>(
    Func<double, WeightGroups, TPenalty> create, Func<double, IGroupReference> reference, Func<double, IPenaltyReference> element) : GroupCase
    where TPenalty : struct, IPenalty
{
    public override IGroupReference Reference(double strength) => reference(strength);

    public override IPenaltyReference Element(double strength) => element(strength);

    public override void Step<T>(
        double strength, WeightGroups groups, RuleCase rule, double rate, PenaltyMode mode, T[] weights, T[] gradients, StateSpans<T> state, StepOptions options = default) =>
        rule.Step(create(strength, groups), rate, mode, weights, gradients, state, options);

    public override string ToString() => string.Join(" of ", typeof(TPenalty).GenericTypeArguments.Select(type => type.Name));
}
