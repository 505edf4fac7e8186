using System.Numerics;
using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks.Models;

/// <summary>The same as <see cref="AdamParameterSetBenchmarks{T}"/> of gradient descent, which takes least for a weight: what is done for an array counts most.</summary>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
public class SgdParameterSetBenchmarks<T> : ParameterSetBenchmarks<Sgd, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected override Sgd Rule { get; } = new(Rate);
}
