using SimdReg.Tests.Reference;

namespace SimdReg.Tests.Support;

/// <summary>Every update rule with its reference, each made from a learning rate: whoever adds one adds a line.</summary>
internal static class RuleTable
{
    public static RuleCase Sgd { get; } = new RuleCase<Sgd>(a => new(a), a => new SgdReference(a));

    public static IReadOnlyList<RuleCase> All { get; } =
    [
        Sgd,
        new RuleCase<Momentum>(a => new(a, 0.9), a => new MomentumReference(a, 0.9)),
        new RuleCase<NesterovMomentum>(a => new Momentum(a, 0.9).Nesterov(), a => new NesterovMomentumReference(a, 0.9)),
        new RuleCase<DampenedMomentum>(a => new Momentum(a, 0.9).Dampened(0.3), a => new DampenedMomentumReference(a, 0.9, 0.3)),
        new RuleCase<Adam>(a => new(a, 0.9, 0.99, 1e-8), a => new AdamReference(a, 0.9, 0.99, 1e-8)),
        new RuleCase<Adagrad>(a => new(a, 0.1), a => new AdagradReference(a, 0.1)),
        new RuleCase<RmsProp>(a => new(a, 0.9), a => new RmsPropReference(a, 0.9)),
        new RuleCase<CentredRmsProp>(a => new RmsProp(a, 0.9).Centred(), a => new RmsPropReference(a, 0.9, isCentred: true)),
        new RuleCase<RmsPropMomentum>(
            a => new RmsProp(a, 0.9).WithMomentum(0.8), a => new RmsPropReference(a, 0.9, coefficient: 0.8)),
        new RuleCase<CentredRmsPropMomentum>(
            a => new RmsProp(a, 0.9).Centred().WithMomentum(0.8),
            a => new RmsPropReference(a, 0.9, isCentred: true, coefficient: 0.8)),
        new RuleCase<Lion>(a => new(a), a => new LionReference(a)),

        // Its rate divides, and so is above zero.
        new RuleCase<Ftrl>(
            a => new(Math.Max(a, 1e-3), 1, 0.05, 0.5), a => new FtrlReference(Math.Max(a, 1e-3), 1, 0.05, 0.5)),
        new RuleCase<AmsGrad>(a => new Adam(a, 0.9, 0.99, 1e-8).AmsGrad(), a => new AmsGradReference(a, 0.9, 0.99, 1e-8)),
    ];
}
