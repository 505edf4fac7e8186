using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using Perfolizer.Horology;
using Perfolizer.Mathematics.OutlierDetection;

namespace SimdReg.Benchmarks.Support;

/// <summary>How every benchmark is run and what its table shows.</summary>
public sealed class Settings : ManualConfig
{
    /// <summary>The category of the benchmarks that only floats have.</summary>
    public const string Floats = "Floats";

    /// <summary>The category of the benchmarks that are not worth more than one length.</summary>
    public const string Once = "Once";

    private const int CountForOnce = 1 << 15;

    public Settings()
    {
        // Every iteration counts, so the mean and the deviation show the noise of the machine and the median passes
        // it over. As the default and on the classes, not in Program: there --job would not replace it.
        AddJob(Job.Default
            .WithWarmupCount(3)
            .WithIterationCount(15)
            .WithIterationTime(TimeInterval.FromMilliseconds(100))
            .WithOutlierMode(OutlierMode.DontRemove)
            .AsDefault());

        LeaveOut(OpenBlas.Category, static _ => !OpenBlas.IsPresent);
        LeaveOut(Floats, static benchmark => !benchmark.Descriptor.Type.GenericTypeArguments.Contains(typeof(float)));
        LeaveOut(Once, static benchmark => (int)benchmark.Parameters[nameof(SpanBenchmarks<>.Count)] != CountForOnce);
        AddDiagnoser(MemoryDiagnoser.Default);
        AddColumn(StatisticColumn.Median);
        HideColumns(Column.Error, Column.AllocRatio);
    }

    private void LeaveOut(string category, Func<BenchmarkCase, bool> where) =>
        AddFilter(new SimpleFilter(benchmark => !benchmark.Descriptor.HasCategory(category) || !where(benchmark)));
}
