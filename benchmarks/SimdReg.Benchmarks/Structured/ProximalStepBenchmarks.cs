using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks.Structured;

/// <summary>How long does a proximal step take with penalties on one weight other than L1? v = w − α·g, then the proximal step.</summary>
/// <remarks>The rate is so small that no weight moves far: the time does not depend on the numbers, because no formula branches.</remarks>
public class ProximalStepBenchmarks : UpdateBenchmarks<float>
{
    private readonly Sgd _rule = new(Rate);

    [Benchmark(Baseline = true)]
    public void L1() => _rule.Step(Weights, Gradients, new L1(Strength).Proximal());

    [Benchmark]
    public void Mcp() => _rule.Step(Weights, Gradients, new Mcp(Strength, 3).Proximal());

    [Benchmark]
    public void Scad() => _rule.Step(Weights, Gradients, new Scad(Strength, 3.7).Proximal());

    [Benchmark]
    public void Huber() => _rule.Step(Weights, Gradients, new Huber(Strength, 0.5).Proximal());

    [Benchmark]
    public void Box() => _rule.Step(Weights, Gradients, new Box(-0.5, 0.5).Proximal());

    [Benchmark]
    public void LogSum() => _rule.Step(Weights, Gradients, new LogSum(Strength, 0.1).Proximal());
}
