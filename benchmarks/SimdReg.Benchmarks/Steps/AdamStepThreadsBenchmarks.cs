using System.Numerics;
using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks.Steps;

/// <summary>How many times as fast is a step of AdamW on several threads?</summary>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
public class AdamStepThreadsBenchmarks<T> : ThreadsBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private UpdateState<Adam, T> _state = new(default, 0);

    // m and v, so that no step leaves the ordinary numbers.
    private static T InitialState => T.CreateTruncating(0.5);

    public override void Setup()
    {
        base.Setup();
        _state = new Adam(Rate).CreateState<Adam, T>(Weights);
        _state[0].Fill(InitialState);
        _state[1].Fill(InitialState);
    }

    public override void StepOn(int threadCount) =>
        new Adam(Rate).Step(Weights, Gradients, new L2(Strength).Decoupled(), _state, new StepOptions { MaxDegreeOfParallelism = threadCount });
}
