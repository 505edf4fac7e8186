using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Groups;

public class GroupAllocationSingleTests : GroupAllocationTests<float>;

public class GroupAllocationDoubleTests : GroupAllocationTests<double>;

/// <summary>On one thread, after the first call, structure allocates nothing.</summary>
public abstract class GroupAllocationTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Length = 40 * 150;

    private readonly T[] _weights = Samples.Weights<T>(Length, seed: 780);
    private readonly T[] _gradients = Samples.Gradients<T>(Length, seed: 781);

    [Fact]
    public void A_step_with_structure_allocates_nothing()
    {
        foreach (var shape in GroupShape.Each(40, 150, seed: 782))
        {
            Assert(new Sgd(1e-4), new GroupLasso(0.1).Over(shape.Groups));
            Assert(new Adam(1e-4), new SparseGroupLasso(0.1, 0.2).Over(shape.Groups));
            Assert(new AmsGrad(1e-4, 0.9, 0.999, 1e-8), new GroupRidge(0.2).Over(shape.Groups).Within(new MaxNorm(1).Over(shape.Groups)));
            Assert(new Momentum(1e-4), new L1(0.2).WithFactors(new float[Length]));

            void Assert<TRule, TPenalty>(TRule rule, TPenalty penalty)
                where TRule : struct, IUpdateRule<TRule>
                where TPenalty : struct, IPenalty
            {
                var state = rule.CreateState<TRule, T>(_weights);
                var name = $"{typeof(TRule).Name}, {penalty.GetType().Name}, {shape}";
                Allocation.AssertNone($"{name}, coupled", () => rule.Step(_weights, _gradients, penalty.Coupled(), state));
                Allocation.AssertNone($"{name}, decoupled", () => rule.Step(_weights, _gradients, penalty.Decoupled(), state, new() { KeepZeros = true }));
                Allocation.AssertNone($"{name}, proximal", () => rule.Step(_weights, _gradients, penalty.Proximal(), state));
                Allocation.AssertNone($"{name}, measured", () => rule.MeasuredStep(_weights, _gradients, penalty.Proximal(), state));
                Allocation.AssertNone($"{name}, sum", () => Penalty.Sum<T, TPenalty>(_weights, penalty));
                Allocation.AssertNone($"{name}, gradient", () => Penalty.AddGradient<T, TPenalty>(_weights, _gradients, penalty));
            }
        }
    }

    [Fact]
    public void Norms_and_a_projection_allocate_nothing()
    {
        foreach (var shape in GroupShape.Each(40, 150, seed: 783))
        {
            var norms = new T[shape.Lists.Length];
            Allocation.AssertNone($"norms, {shape}", () => shape.Groups.Norms<T>(_weights, norms));
            Allocation.AssertNone($"projection, {shape}", () => new MaxNorm(1).Over(shape.Groups).Project<T>(_weights));
        }
    }
}
