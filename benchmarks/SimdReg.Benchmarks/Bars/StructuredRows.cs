using SimdReg.Benchmarks.Structured;
using SimdReg.Benchmarks.Timing;

namespace SimdReg.Benchmarks.Bars;

/// <summary>Penalties other than L1 and L2, with the proximal step of L1: bars at 1 M, and for groups at 16 M.</summary>
internal static class StructuredRows
{
    private const string Single = "float";
    private const int Mega = 1 << 20;

    /// <summary>1.3 times as long as L1.</summary>
    private const double Near = 1 / 1.3;

    public static IEnumerable<BarRow> All { get; } =
    [
        Step("StructuredMcp", Near, b => b.Mcp),
        Step("StructuredScad", Near, b => b.Scad),
        Step("StructuredHuber", Near, b => b.Huber),
        Step("StructuredBox", Near, b => b.Box),
        Step("StructuredLogSum", 1 / 2.5, b => b.LogSum),
        Rows("StructuredRowsOf64", b => b.Rows_of_64),
        Rows("StructuredRowsOf1024", b => b.Rows_of_1024),
    ];

    private static BarRow Step(string name, double least, Func<ProximalStepBenchmarks, Action> ours) =>
        BarRow.Of<float, ProximalStepBenchmarks>(
            name, Single, [new(1 << 12, null), new(Mega, least), new(16 * Mega, null)], b => new(Calls.Of(ours(b)), Calls.Of(b.L1)));

    private static BarRow Rows(string name, Func<GroupLassoStepBenchmarks, Action> ours) =>
        BarRow.Of<float, GroupLassoStepBenchmarks>(
            name, Single, [new(1 << 12, null), new(Mega, 1 / 1.6), new(16 * Mega, Near)], b => new(Calls.Of(ours(b)), Calls.Of(b.L1)));
}
