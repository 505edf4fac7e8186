using System.Numerics;
using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks;

/// <summary>How many times as fast is a step under L2 on several threads? w ← w − α·(g + s·w)</summary>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
public class L2StepThreadsBenchmarks<T> : ThreadsBenchmarks<Sgd, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected override Sgd Rule => new(Rate);

    protected override void Add(ParameterSet<Sgd, T> parameters, T[] weights, T[] gradients) => parameters.Add(weights, gradients, new L2(Strength));
}
