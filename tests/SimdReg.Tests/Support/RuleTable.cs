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
        new RuleCase<AmsGrad>(a => new Adam(a, 0.9, 0.99, 1e-8).AmsGrad(), a => new AmsGradReference(a, 0.9, 0.99, 1e-8)),
    ];
}
