using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using Perfolizer.Horology;
using Perfolizer.Mathematics.OutlierDetection;

namespace SimdReg.Benchmarks.Support;

/// <summary>How every benchmark is run and what its table shows.</summary>
public sealed class Settings : ManualConfig
{
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

        AddFilter(new SimpleFilter(static benchmark =>
            OpenBlas.IsPresent || !benchmark.Descriptor.HasCategory(OpenBlas.Category)));
        AddDiagnoser(MemoryDiagnoser.Default);
        AddColumn(StatisticColumn.Median);
        HideColumns(Column.Error, Column.AllocRatio);
    }
}
