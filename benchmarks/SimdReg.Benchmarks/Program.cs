using BenchmarkDotNet.Running;
using SimdReg.Benchmarks.Bars;
using SimdReg.Benchmarks.Support;

if (!OpenBlas.IsPresent)
{
    Console.WriteLine($"{OpenBlas.Library} is not installed: what calls OpenBLAS is left out.");
}

if (args is [BarsCommand.Name, .. var rows])
{
    return BarsCommand.Run(rows);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
