using SimdReg.Tests.Reference;

namespace SimdReg.Tests.Support;

/// <summary>Every update rule with its reference, each made from a learning rate: whoever adds one adds a line.</summary>
internal static class RuleTable
{
    private const double LargestDivided = 1e28;

    public static RuleCase Sgd { get; } = new RuleCase<Sgd>(a => new(a), a => new SgdReference(a));

    public static IReadOnlyList<RuleCase> All { get; } =
    [
        Sgd,
        new RuleCase<Momentum>(a => new(a, 0.9), a => new MomentumReference(a, 0.9)),
        new RuleCase<NesterovMomentum>(a => new Momentum(a, 0.9).Nesterov(), a => new NesterovMomentumReference(a, 0.9)),
        new RuleCase<DampenedMomentum>(a => new Momentum(a, 0.9).Dampened(0.3), a => new DampenedMomentumReference(a, 0.9, 0.3)),
        Divided<Adam>(a => new(a, 0.9, 0.99, 1e-8), a => new AdamReference(a, 0.9, 0.99, 1e-8)),
        Divided<Adagrad>(a => new(a, 0.1), a => new AdagradReference(a, 0.1)),
        Divided<RmsProp>(a => new(a, 0.9), a => new RmsPropReference(a, 0.9)),
        Divided<CenteredRmsProp>(a => new RmsProp(a, 0.9).Centered(), a => new RmsPropReference(a, 0.9, isCentred: true)),
        Divided<RmsPropMomentum>(
            a => new RmsProp(a, 0.9).WithMomentum(0.8), a => new RmsPropReference(a, 0.9, coefficient: 0.8)),
        Divided<CenteredRmsPropMomentum>(
            a => new RmsProp(a, 0.9).Centered().WithMomentum(0.8),
            a => new RmsPropReference(a, 0.9, isCentred: true, coefficient: 0.8)),
        new RuleCase<Lion>(a => new(a), a => new LionReference(a)),

        // Its rate divides, and so is above zero.
        new RuleCase<Ftrl>(
            a => new(Math.Max(a, 1e-3), 1, 0.05, 0.5), a => new FtrlReference(Math.Max(a, 1e-3), 1, 0.05, 0.5)),
        Divided<AmsGrad>(a => new Adam(a, 0.9, 0.99, 1e-8).AmsGrad(), a => new AmsGradReference(a, 0.9, 0.99, 1e-8)),
    ];

    /// <summary>The first rule of each number of state: what a loop does beside its formula depends on no more.</summary>
    public static IReadOnlyList<RuleCase> OfEachStateCount { get; } = [.. All.DistinctBy(rule => rule.StateCount)];

    /// <summary>A rule whose rate is divided by ε, 10⁻¹⁰ at least: a larger one than that allows counts as the largest.</summary>
    private static RuleCase<TRule> Divided<TRule>(Func<double, TRule> create, Func<double, IUpdateRuleReference> reference)
        where TRule : struct, IUpdateRule<TRule> =>
        new(a => create(Math.Min(a, LargestDivided)), a => reference(Math.Min(a, LargestDivided)));
}
