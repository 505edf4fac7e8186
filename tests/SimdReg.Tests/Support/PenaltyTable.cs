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
        new PenaltyCase<Huber>(s => new Huber(s, 0.75), s => new HuberReference(s, 0.75)) { Corners = _ => [0.75] },
        new PenaltyCase<Mcp>(s => new Mcp(s, 2.7), s => new McpReference(s, 2.7)) { Corners = s => [2.7 * s], IsFactor = false },
        new PenaltyCase<Scad>(s => new Scad(s, 3.7), s => new ScadReference(s, 3.7)) { Corners = s => [s, 3.7 * s], IsFactor = false },
        new PenaltyCase<LogSum>(s => new LogSum(s, 0.3), s => new LogSumReference(s, 0.3)) { IsParabolic = false },
        new PenaltyCase<HardThreshold>(s => new HardThreshold(s), s => new HardThresholdReference(s)),
        new PenaltyCase<Box>(s => new Box(-s / 2, s), s => new BoxReference(-s / 2, s)) { IsFactor = false, IsEven = false, IsBound = true },
        new PenaltyCase<NonNegative>(_ => new NonNegative(), _ => new NonNegativeReference(new BoundReference())) { IsFactor = false, IsEven = false, IsBound = true },
        new PenaltyCase<NonNegative<L1>>(s => new L1(s).NonNegative(), s => new NonNegativeReference(new L1Reference(s))) { IsFactor = false, IsEven = false, IsBound = true },
    ];
}
