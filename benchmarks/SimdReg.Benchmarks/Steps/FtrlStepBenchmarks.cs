using System.Numerics;
using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks.Steps;

/// <summary>How long does a step of FTRL-Proximal take, with L1 and L2 of its own and no other penalty?</summary>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
public class FtrlStepBenchmarks<T> : RuleBenchmarks<Ftrl, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // The rate of the other benchmarks would leave no weight in its place here, where weights are made anew from the state.
    private static readonly T _rate = T.CreateTruncating(0.1);

    private T[] _root = [];

    protected override Ftrl Rule { get; } = new(0.1, beta: 1, l1: Strength, l2: 1);

    protected override double InitialState => 0.5;

    protected override void Update(T[] weights, T[] gradients, UpdateState<Ftrl, T> state) =>
        Rule.Step(weights, gradients, state);

    protected override StepMeasure<T> MeasuredUpdate(T[] weights, T[] gradients, UpdateState<Ftrl, T> state) =>
        Rule.MeasuredStep(weights, gradients, state);

    // z is first, n is second.
    protected override void Compose(Span<T> weights, ReadOnlySpan<T> gradients, Span<T> first, Span<T> second, Span<T> scratch)
    {
        if (_root.Length < weights.Length)
        {
            _root = new T[Count];
        }

        var root = _root.AsSpan(0, weights.Length);
        TensorPrimitives.Sqrt(second, root);
        TensorPrimitives.MultiplyAdd(gradients, gradients, second, second);
        TensorPrimitives.Sqrt(second, scratch);
        TensorPrimitives.Subtract(scratch, root, root);
        TensorPrimitives.Divide(root, -_rate, root);
        TensorPrimitives.MultiplyAdd(root, weights, first, first);
        TensorPrimitives.Add(first, gradients, first);

        TensorPrimitives.Add(scratch, T.One, scratch);
        TensorPrimitives.Divide(scratch, _rate, scratch);
        TensorPrimitives.Add(scratch, T.One, scratch);
        TensorPrimitives.Abs(first, root);
        TensorPrimitives.Subtract(root, S, root);
        TensorPrimitives.Max(root, T.Zero, root);
        TensorPrimitives.Divide(root, scratch, root);
        TensorPrimitives.CopySign(root, first, root);
        TensorPrimitives.Negate(root, weights);
    }
}
