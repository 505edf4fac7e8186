using BenchmarkDotNet.Running;
using SimdReg.Benchmarks.Bars;
using SimdReg.Benchmarks.Support;
using SimdReg.Benchmarks.Sweeps;

if (!OpenBlas.IsPresent)
{
    Console.WriteLine($"{OpenBlas.Library} is not installed: what calls OpenBLAS is left out.");
}
else if (OpenBlas.IsTakenForOld)
{
    Console.WriteLine(
        $"OpenBLAS does not know this processor, and is slow on it: {OpenBlas.CoreVariable}={OpenBlas.NewestCore} in the environment makes up for it.");
}

#if TORCHSHARP
if (LibTorchLoader.WhyNot is { } reason)
{
    Console.WriteLine($"{reason} Its rows are left out of --bars and --sweep.");
}
#endif

switch (args)
{
    case [BarsCommand.Name, .. var rows]:
        return BarsCommand.Run(rows);
    case [SweepCommand.Name, .. var folder]:
        return SweepCommand.Run(folder);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
