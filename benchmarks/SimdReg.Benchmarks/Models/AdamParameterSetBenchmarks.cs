using System.Numerics;
using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks.Models;

/// <summary>Is a step of AdamW over 2,000 arrays of 500 weights as fast as one over an array of a million?</summary>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
public class AdamParameterSetBenchmarks<T> : ParameterSetBenchmarks<Adam, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected override Adam Rule { get; } = new(Rate);

    protected override double InitialState => 0.5;
}
