using SimdReg.Benchmarks.Sums;
using SimdReg.Benchmarks.Timing;

namespace SimdReg.Benchmarks.Bars;

/// <summary>Correctly rounded means of gradients, with plain ones: a bar at 1 M for 4 and 8 spans.</summary>
internal static class GradientRows
{
    /// <summary>1.6 times as long as the plain mean.</summary>
    private const double Near = 1 / 1.6;

    private const int Kilo = 1 << 10;

    public static IEnumerable<BarRow> All { get; } =
    [
        Mean(4, Near, b => b.Exact_mean_of_4, b => b.TensorPrimitives_4_passes),
        Mean(8, Near, b => b.Exact_mean_of_8, b => b.TensorPrimitives_8_passes),
        Mean(64, null, b => b.Exact_mean_of_64, b => b.TensorPrimitives_64_passes),
    ];

    private static BarRow Mean(int count, double? least, Func<GradientSumBenchmarks, Action> ours, Func<GradientSumBenchmarks, Action> theirs) =>
        BarRow.Of<float, GradientSumBenchmarks>(
            $"ExactGradientSumOf{count}", "float", [new(64 * Kilo, null), new(Kilo * Kilo, least)], b => new(Calls.Of(ours(b)), Calls.Of(theirs(b))));
}
