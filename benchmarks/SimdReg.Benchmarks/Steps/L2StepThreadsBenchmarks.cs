using System.Numerics;
using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks.Steps;

/// <summary>How many times as fast is a step under L2 on several threads? w ← w − α·(g + s·w)</summary>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
public class L2StepThreadsBenchmarks<T> : ThreadsBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void StepOn(int threadCount) =>
        new Sgd(Rate).Step(Weights, Gradients, new L2(Strength), new StepOptions { MaxDegreeOfParallelism = threadCount });
}
