using BenchmarkDotNet.Running;
using SimdReg.Benchmarks.Support;

if (!OpenBlas.IsPresent)
{
    Console.WriteLine($"{OpenBlas.Library} is not installed: what calls OpenBLAS is left out.");
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
