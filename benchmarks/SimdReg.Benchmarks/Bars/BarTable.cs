using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Benchmarks.Models;
using SimdReg.Benchmarks.Steps;
using SimdReg.Benchmarks.Sums;
using SimdReg.Benchmarks.Support;
using SimdReg.Benchmarks.Timing;

namespace SimdReg.Benchmarks.Bars;

/// <summary>The bars that SimdReg is held to. Each compares two methods of one of the benchmarks.</summary>
internal static class BarTable
{
    private const int Kilo = 1 << 10;
    private const int Mega = 1 << 20;
    private const int Million = 1_000_000;

    /// <summary>No bar at this length.</summary>
    private const double None = 0;

    // Read and written for each element: by a step w, g → w, by AdamW w, g, m, v → w, m, v, by a copy one number → another.
    private const double StepBytes = 3 / 2.0;
    private const double AdamBytes = 7 / 2.0;

    /// <summary>The lengths of a row in the table, where nothing else is said.</summary>
    private static readonly int[] _lengths = [64, 4 * Kilo, 32 * Kilo, Mega, 16 * Mega];

    public static IEnumerable<BarRow> Rows { get; } = [.. Of<float>(), .. Of<double>(), .. NarrowRows.All, .. StructuredRows.All, .. GradientRows.All, .. TorchSharp];

    private static IEnumerable<BarRow> TorchSharp =>
#if TORCHSHARP
        LibTorchLoader.WhyNot is null ? Benchmarks.TorchSharp.TorchRows.All : [];
#else
        [];
#endif

    /// <remarks>Lengths are those of floats. Doubles are held to the same at half of each.</remarks>
    private static IEnumerable<BarRow> Of<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        IEnumerable<BarRow> rows = [.. Steps<T>(), .. Sums<T>(), .. Memory<T>(), .. Measured<T>(), .. ManyArrays<T>()];
        return rows.Where(row => row.Bars.Count > 0);
    }

    /// <summary>A step in one pass, with the fewest passes that do the same.</summary>
    private static IEnumerable<BarRow> Steps<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [
            // At 64, 4 K, 32 K, 1 M, 16 M
            Row<T, L2StepBenchmarks<T>>(
                "L2Step", At(1.0, 1.4, 1.5, 3.5, 2.1),
                b => new(Calls.Of(b.SimdReg_1_pass), Calls.Of(b.TensorPrimitives_2_passes))),
            Row<T, L1StepBenchmarks<T>>(
                "L1Step", At(1.5, 3.0, 3.0, 5.0, 3.5),
                b => new(Calls.Of(b.SimdReg_1_pass), Calls.Of(b.TensorPrimitives_3_passes))),
            Row<T, ProximalL1StepBenchmarks<T>>(
                "ProximalL1Step", At(1.5, 3.0, 3.0, 5.0, 3.5),
                b => new(Calls.Of(b.SimdReg_1_pass), Calls.Of(b.TensorPrimitives_3_passes))),
            Row<T, AdamStepBenchmarks<T>>(
                "AdamW", At(1.5, 2.0, 2.0, 4.0, 4.0),
                b => new(Calls.Of(b.SimdReg_1_pass), Calls.Of(b.TensorPrimitives_passes))),
        ];

    /// <summary>A correctly rounded sum, with one that is not.</summary>
    private static IEnumerable<BarRow> Sums<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Held before there was a table of lengths for both types.
        Bar[] ofDoubles = IsSingle<T>() ? [] : [new(8 * Kilo, 0.5), new(32 * Mega, 0.8)];
        return
        [
            // At 64, 4 K, 32 K, 1 M, 16 M
            Row<T, L2SumBenchmarks<T>>(
                "L2Sum", [.. At(0.8, 1.0, 1.0, 1.0, 1.25), .. ofDoubles],
                b => new(Calls.Of(b.SimdReg_1_pass), Calls.Of(b.TensorPrimitives_1_pass))),
            Row<T, BothSumsBenchmarks<T>>(
                "BothSums", At(1.0, 1.0, 1.1, 1.5, 2.0),
                b => new(Calls.Of(b.SimdReg_1_pass), Calls.Of(b.TensorPrimitives_2_passes))),
            Row<T, L2SumBenchmarks<T>>(
                "L2SumBlas", IsSingle<T>() && OpenBlas.IsPresent ? At(1.0, 1.0, 1.0, 1.0, 1.0) : [],
                b => new(Calls.Of(b.SimdReg_1_pass), Calls.Of(b.OpenBlas_1_pass_of_dsdot))),
            Row<T, L1SumBenchmarks<T>>(
                "L1Sum", ofDoubles,
                b => new(Calls.Of(b.SimdReg_1_pass), Calls.Of(b.TensorPrimitives_1_pass))),
        ];
    }

    /// <summary>What a step makes of memory: beside a copy, on two threads, at a worse place, over numbers below the smallest normal one.</summary>
    private static IEnumerable<BarRow> Memory<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [
            // At 64, 4 K, 32 K, 1 M, 16 M
            Row<T, L2StepBenchmarks<T>>(
                "BytesOfL2Step", At(None, None, None, 1.0, 1.0),
                b => new(Calls.Of(b.SimdReg_1_pass), Calls.Of(b.Memory_copy)) { Bytes = StepBytes }),
            Row<T, AdamStepBenchmarks<T>>(
                "BytesOfAdamW", At(None, None, None, None, 1.0),
                b => new(Calls.Of(b.SimdReg_1_pass), Calls.Of(b.Memory_copy)) { Bytes = AdamBytes }),
            Row<T, L2StepThreadsBenchmarks<T>>(
                "TwoThreads", Environment.ProcessorCount > 1 ? At(None, None, None, None, 1.6) : [],
                b => new(Calls.Of(() => b.StepOn(2)), Calls.Of(() => b.StepOn(1)))),
            Row<T, L2StepThreadsBenchmarks<T>>(
                "TwoThreadsL2Step", Shared<T>(1.3, 1.5),
                b => new(Calls.Of(() => b.StepOn(2)), Calls.Of(() => b.StepOn(1)))),
            Row<T, AdamStepThreadsBenchmarks<T>>(
                "TwoThreadsAdamW", Shared<T>(1.4, 1.6),
                b => new(Calls.Of(() => b.StepOn(2)), Calls.Of(() => b.StepOn(1)))),
            Row<T, AlignmentBenchmarks<T>>(
                "OrdinaryArray", At(None, 0.85, 0.85, 0.9, 0.95),
                b => new(Calls.Of(b.Ordinary_array), Calls.Of(b.Aligned_array))),
            Row<T, SubnormalStepBenchmarks<T>>("SubnormalWeights", At(None, 0.67, 0.67, 0.67, 0.67), b =>
            {
                var ordinary = new SubnormalStepBenchmarks<T> { Count = b.Count };
                ordinary.Setup();
                b.SetupSubnormalWeights();
                return new(Calls.Of(b.Subnormal_weights), Calls.Of(ordinary.Ordinary)) { Shared = Calls.Of(ordinary.Copy_alone) };
            }),
        ];

    /// <summary>A measured step, with a plain one.</summary>
    private static IEnumerable<BarRow> Measured<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [
            // At 64, 4 K, 32 K, 1 M, 16 M
            Row<T, L2StepBenchmarks<T>>(
                "MeasuredSgd", At(None, None, None, 0.91, 0.91),
                b => new(Calls.Of(b.SimdReg_1_pass_measured), Calls.Of(b.SimdReg_1_pass))),
            Row<T, MomentumStepBenchmarks<T>>(
                "MeasuredMomentum", At(None, None, None, 0.91, 0.91),
                b => new(Calls.Of(b.SimdReg_1_pass_measured), Calls.Of(b.SimdReg_1_pass))),
            Row<T, AdamStepBenchmarks<T>>(
                "MeasuredAdam", At(None, None, None, 0.91, 0.91),
                b => new(Calls.Of(b.SimdReg_1_pass_measured), Calls.Of(b.SimdReg_1_pass))),
        ];

    /// <summary>A step over many small arrays, with one over a large one.</summary>
    private static IEnumerable<BarRow> ManyArrays<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [
            Row<T, SgdParameterSetBenchmarks<T>>(
                "ManyArraysSgd", [new(Million, 0.77)],
                b => new(Calls.Of(b.Many_arrays), Calls.Of(b.One_array))),
            Row<T, AdamParameterSetBenchmarks<T>>(
                "ManyArraysAdam", [new(Million, 0.77)],
                b => new(Calls.Of(b.Many_arrays), Calls.Of(b.One_array))),
        ];

    private static bool IsSingle<T>() => typeof(T) == typeof(float);

    private static Bar[] At(params double[] least) =>
        [.. _lengths.Zip(least, static (length, ratio) => new Bar(length, ratio)).Where(static bar => bar.Least != None)];

    /// <summary>Bars from the shortest length that is shared, 128 K elements of either type: half of 128 K floats in doubles would not be.</summary>
    private static Bar[] Shared<T>(double least, double leastAtMega) =>
        Environment.ProcessorCount == 1
            ? []
            : [.. IsSingle<T>() ? [new Bar(128 * Kilo, least)] : Array.Empty<Bar>(), new(256 * Kilo, least), new(512 * Kilo, least), new(Mega, leastAtMega)];

    private static BarRow Row<T, TBenchmarks>(string name, Bar[] bars, Func<TBenchmarks, Comparison> sides)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TBenchmarks : SpanBenchmarks<T>, new() =>
        BarRow.Of<T, TBenchmarks>(
            name,
            IsSingle<T>() ? "float" : "double",
            [.. bars.Select(static bar => bar with { Count = bar.Count * sizeof(float) / Unsafe.SizeOf<T>() })],
            sides);
}
