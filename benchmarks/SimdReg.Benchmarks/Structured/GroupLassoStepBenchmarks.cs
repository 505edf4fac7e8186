using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks.Structured;

/// <summary>How long does a step under a group lasso take over the rows of a matrix? v = w − α·g, then each row is scaled by max(1 − α·s/‖v‖, 0).</summary>
/// <remarks>Every row is scaled in every step, by about 1 − 10⁻⁷: a factor that rounds to 1 would be skipped.</remarks>
public class GroupLassoStepBenchmarks : UpdateBenchmarks<float>
{
    // ‖v‖ of rows of 64 and of 1,024 numbers of the benchmarks is about 5 and 18.
    private const double GroupStrength = 2e-6 / Rate;

    private static readonly WeightGroups _rowsOf64 = WeightGroups.Rows(64);

    private readonly Sgd _rule = new(Rate);

    [Params(1 << 12, 1 << 15, 1 << 20, 1 << 24)]
    public override int Count { get; set; }

    // Warming up takes fewer weights than one long row.
    private WeightGroups RowsOf1024 => field ??= WeightGroups.Rows(Math.Min(1024, Count));

    [Benchmark(Baseline = true)]
    public void L1() => _rule.Step(Weights, Gradients, new L1(Strength).Proximal());

    [Benchmark]
    public void Rows_of_64() => _rule.Step(Weights, Gradients, new GroupLasso(GroupStrength).Over(_rowsOf64).Proximal());

    [Benchmark]
    public void Rows_of_1024() => _rule.Step(Weights, Gradients, new GroupLasso(GroupStrength).Over(RowsOf1024).Proximal());
}
