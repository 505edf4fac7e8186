using SimdReg.Tests.Reference;

namespace SimdReg.Tests.Support;

/// <summary>Every penalty with its reference, each made from a strength: whoever adds one adds a line.</summary>
internal static class PenaltyTable
{
    public static PenaltyCase None { get; } = new PenaltyCase<None>(_ => new None(), _ => new NoneReference(), _ => (0, 0));

    public static PenaltyCase L2 { get; } = new PenaltyCase<L2>(s => new L2(s), s => new L2Reference(s), s => (0, s));

    public static PenaltyCase ElasticNet { get; } =
        new PenaltyCase<ElasticNet>(s => new ElasticNet(s, s / 2), s => new ElasticNetReference(s, s / 2), s => (s, s / 2));

    public static IReadOnlyList<PenaltyCase> All { get; } =
    [
        None,
        new PenaltyCase<L1>(s => new L1(s), s => new L1Reference(s), s => (s, 0)),
        L2,
        ElasticNet,
        new PenaltyCase<Huber>(s => new Huber(s, 0.75), s => new HuberReference(s, 0.75)),
    ];
}
