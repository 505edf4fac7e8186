using SimdReg.Benchmarks.Steps;
using SimdReg.Benchmarks.Sums;
using SimdReg.Benchmarks.Support;
using SimdReg.Benchmarks.Timing;

namespace SimdReg.Benchmarks.Sweeps;

/// <summary>The speed of a step and of a sum over floats, at every power of two from 64 to 64 M, beside all others that do the same.</summary>
internal static class LengthSweep
{
    private const string SimdReg = "SimdReg";
    private const string TensorPrimitives = "TensorPrimitives";
    private const string MathNet = "MathNet";
#if TORCHSHARP
    private const string PyTorch = "PyTorch fused";
#endif
    private const string Scalar = "scalar loop";

    /// <summary>No peer, but what memory allows: 8 bytes for each element.</summary>
    private const string Copy = "memory copy";

    private const int FewestElements = 1 << 6;
    private const int MostElements = 1 << 26;
    private const double SecondsForSide = 0.6;

    public static IEnumerable<SweepPoint> Step() => Over<L2StepBenchmarks<float>>(static b =>
    [
        (SimdReg, Calls.Of(b.SimdReg_1_pass)),
        (Copy, Calls.Of(b.Memory_copy)),
        (TensorPrimitives, Calls.Of(b.TensorPrimitives_2_passes)),
        ("TensorPrimitives in blocks", Calls.Of(b.TensorPrimitives_2_passes_in_blocks)),
        (MathNet, Calls.Of(b.MathNet_2_passes)),
        (Scalar, Calls.Of(b.Scalar_loop)),
#if TORCHSHARP
        .. LibTorchLoader.WhyNot is null ? [(PyTorch, Calls.Of(b.PyTorch_fused))] : Array.Empty<(string, Calls)>(),
#endif
        .. OfBlas(("OpenBLAS sscal and saxpy", Calls.Of(b.OpenBlas_2_passes)), ("OpenBLAS saxpby", Calls.Of(b.OpenBlas_1_pass))),
    ]);

    public static IEnumerable<SweepPoint> Sum() => Over<L2SumBenchmarks<float>>(static b =>
    [
        (SimdReg, Calls.Of(b.SimdReg_1_pass)),
        (Copy, Calls.Of(new MemoryCopy<float>(b.Count).Run)),
        (TensorPrimitives, Calls.Of(b.TensorPrimitives_1_pass)),
        (MathNet, Calls.Of(b.MathNet_1_pass)),
        (Scalar, Calls.Of(b.Scalar_loop)),
        .. OfBlas(("OpenBLAS dsdot", Calls.Of(b.OpenBlas_1_pass_of_dsdot)), ("OpenBLAS sdot", Calls.Of(b.OpenBlas_1_pass))),
    ]);

    private static (string, Calls)[] OfBlas(params (string, Calls)[] sides) => OpenBlas.IsPresent ? sides : [];

    private static IEnumerable<SweepPoint> Over<TBenchmarks>(Func<TBenchmarks, (string Name, Calls Calls)[]> sides)
        where TBenchmarks : SpanBenchmarks<float>, new()
    {
        TBenchmarks[] warm = [.. Turns.WarmUpCounts.Select(Open)];
        Turns.WarmUp([.. warm.SelectMany(sides).Select(static side => side.Calls)]);
        foreach (var benchmarks in warm)
        {
            benchmarks.Cleanup();
        }

        for (var count = FewestElements; count <= MostElements; count *= 2)
        {
            var benchmarks = Open(count);
            var measured = sides(benchmarks);
            var times = Turns.Measure([.. measured.Select(static side => side.Calls)], SecondsForSide * measured.Length);
            benchmarks.Cleanup();
            foreach (var (side, time) in measured.Zip(times))
            {
                yield return new(count, side.Name, time / count);
            }
        }

        static TBenchmarks Open(int count)
        {
            var benchmarks = new TBenchmarks { Count = count };
            benchmarks.Setup();
            return benchmarks;
        }
    }
}
