using System.Numerics;
using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks;

/// <summary>How many times as fast is a step of AdamW on several threads?</summary>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
public class AdamStepThreadsBenchmarks<T> : ThreadsBenchmarks<Adam, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected override Adam Rule => new(Rate);

    protected override double InitialState => 0.5;

    protected override void Add(ParameterSet<Adam, T> parameters, T[] weights, T[] gradients) =>
        parameters.Add(weights, gradients, new L2(Strength).Decoupled());
}
