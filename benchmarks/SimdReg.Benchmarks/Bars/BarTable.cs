using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks.Bars;

/// <summary>The bars that SimdReg is held to. Each compares two methods of one of the benchmarks.</summary>
internal static class BarTable
{
    private const int Kilo = 1 << 10;
    private const int Mega = 1 << 20;
    private const int Million = 1_000_000;

    public static IEnumerable<Bar> All => [.. Of<float>(), .. Of<double>()];

    /// <remarks>Lengths are those of floats. Doubles are held to the same at half of each, where nothing else is said.</remarks>
    private static IEnumerable<Bar> Of<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var isSingle = typeof(T) == typeof(float);
        return
        [
            .. Row<T, L2SumBenchmarks<T>>(
                "L2Sum",
                isSingle ? [(4 * Kilo, 0.9), (Mega, 1), (16 * Mega, 1)] : [(8 * Kilo, 0.5), (32 * Mega, 0.8)],
                b => new(Calls.Of(b.SimdReg_1_pass), Calls.Of(b.TensorPrimitives_1_pass))),
            .. Row<T, L1SumBenchmarks<T>>(
                "L1Sum",
                isSingle ? [] : [(8 * Kilo, 0.5), (32 * Mega, 0.8)],
                b => new(Calls.Of(b.SimdReg_1_pass), Calls.Of(b.TensorPrimitives_1_pass))),
            .. Row<T, L2SumBenchmarks<T>>(
                "L2SumBlas",
                isSingle && OpenBlas.IsPresent ? [(64, 1), (4 * Kilo, 1), (32 * Kilo, 1), (Mega, 1), (16 * Mega, 1)] : [],
                b => new(Calls.Of(b.SimdReg_1_pass), Calls.Of(b.OpenBlas_1_pass))),
            .. Row<T, BothSumsBenchmarks<T>>(
                "BothSums",
                isSingle ? [(Mega, 1.5), (16 * Mega, 1.5)] : [],
                b => new(Calls.Of(b.SimdReg_1_pass), Calls.Of(b.TensorPrimitives_2_passes))),
            .. Row<T, SubnormalStepBenchmarks<T>>(
                "SubnormalWeights",
                [(4 * Kilo, 0.67), (32 * Kilo, 0.67), (Mega, 0.67)],
                b =>
                {
                    var ordinary = new SubnormalStepBenchmarks<T> { Count = b.Count };
                    ordinary.Setup();
                    b.SetupSubnormalWeights();
                    return new(Calls.Of(b.Subnormal_weights), Calls.Of(ordinary.Ordinary), Calls.Of(ordinary.Copy_alone));
                }),
            .. Row<T, L2StepBenchmarks<T>>(
                "MeasuredSgd",
                [(Mega, 0.91), (16 * Mega, 0.91)],
                b => new(Calls.Of(b.SimdReg_1_pass_measured), Calls.Of(b.SimdReg_1_pass))),
            .. Row<T, MomentumStepBenchmarks<T>>(
                "MeasuredMomentum",
                [(Mega, 0.91), (16 * Mega, 0.91)],
                b => new(Calls.Of(b.SimdReg_1_pass_measured), Calls.Of(b.SimdReg_1_pass))),
            .. Row<T, AdamStepBenchmarks<T>>(
                "MeasuredAdam",
                [(Mega, 0.91), (16 * Mega, 0.91)],
                b => new(Calls.Of(b.SimdReg_1_pass_measured), Calls.Of(b.SimdReg_1_pass))),
            .. Row<T, SgdParameterSetBenchmarks<T>>(
                "ManyArraysSgd", [(Million, 0.77)], b => new(Calls.Of(b.Many_arrays), Calls.Of(b.One_array))),
            .. Row<T, AdamParameterSetBenchmarks<T>>(
                "ManyArraysAdam", [(Million, 0.77)], b => new(Calls.Of(b.Many_arrays), Calls.Of(b.One_array))),
        ];
    }

    private static IEnumerable<Bar> Row<T, TBenchmarks>(
        string name, (int Count, double Least)[] bars, Func<TBenchmarks, Comparison> sides)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TBenchmarks : SpanBenchmarks<T>, new() =>
        bars.Select(bar =>
        {
            var count = bar.Count * sizeof(float) / Unsafe.SizeOf<T>();
            return new Bar(name, typeof(T) == typeof(float) ? "float" : "double", count, bar.Least, Open);

            (Comparison, Action) Open()
            {
                var benchmarks = new TBenchmarks { Count = count };
                benchmarks.Setup();
                return (sides(benchmarks), benchmarks.Cleanup);
            }
        });
}
