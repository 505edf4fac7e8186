using System.Numerics;
using BenchmarkDotNet.Attributes;

namespace SimdReg.Benchmarks.Support;

/// <summary>A step over one long array, shared among threads.</summary>
/// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>.</typeparam>
public abstract class ThreadsBenchmarks<T> : UpdateBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static IEnumerable<int> ThreadCounts => Enumerable.Range(1, Environment.ProcessorCount);

    [Params(1 << 24)]
    public override int Count { get; set; }

    [ParamsSource(nameof(ThreadCounts))]
    public int ThreadCount { get; set; }

    [Benchmark]
    public void SimdReg_1_pass() => StepOn(ThreadCount);

    /// <summary>Takes a step on so many threads.</summary>
    public abstract void StepOn(int threadCount);
}
