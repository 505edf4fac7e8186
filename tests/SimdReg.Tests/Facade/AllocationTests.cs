using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Facade;

public class AllocationSingleTests : AllocationTests<float>;

public class AllocationDoubleTests : AllocationTests<double>;

/// <summary>No public call on spans allocates, on one thread.</summary>
public abstract class AllocationTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _weights = Samples.Weights<T>(5000, seed: 30);
    private readonly T[] _gradients = Samples.Gradients<T>(5000, seed: 31);

    [Fact]
    public void A_step_and_a_gradient_allocate_nothing()
    {
        foreach (var kernel in Kernel.All<T>())
        {
            var operands = kernel.Operands(5000, seed: 32);
            Allocation.AssertNone(kernel.Name, () => operands.Run(kernel.Call));
        }
    }

    [Fact]
    public void A_step_without_a_mode_or_a_penalty_allocates_nothing()
    {
        Allocation.AssertNone("a bare step", () => new Sgd(0.1).Step(_weights, _gradients));
        Allocation.AssertNone("a step with a bare penalty", () => new Sgd(0.1).Step(_weights, _gradients, new L2(0.3)));
    }

    [Fact]
    public void A_step_with_a_state_of_the_librarys_allocates_nothing()
    {
        var (adam, amsGrad) = (new Adam(0.1), new Adam(0.1).AmsGrad());
        var (sgd, ofSgd) = (new Sgd(0.1), new Sgd(0.1).CreateState<Sgd, T>(_weights));
        var (ofAdam, ofAmsGrad) = (adam.CreateState<Adam, T>(_weights), amsGrad.CreateState<AmsGrad, T>(_weights));
        var options = new StepOptions { GradientScale = 0.5, Maximize = true, KeepZeros = true };
        Allocation.AssertNone("a step of a rule that keeps nothing", () => sgd.Step(_weights, _gradients, ofSgd));
        Allocation.AssertNone("a bare step", () => adam.Step(_weights, _gradients, ofAdam));
        Allocation.AssertNone("a step with a penalty", () => adam.Step(_weights, _gradients, new L2(0.3), ofAdam, options));
        Allocation.AssertNone("a step with a term", () => amsGrad.Step(_weights, _gradients, new L1(0.3).Proximal(), ofAmsGrad, options));
    }

    [Fact]
    public void A_sum_allocates_nothing()
    {
        foreach (var sum in SumKernel.All<T>())
        {
            Allocation.AssertNone(sum.Name, () => sum.Call(_weights));
        }

        Allocation.AssertNone("Measure", () => WeightSums.Measure<T>(_weights));
    }

    [Fact]
    public void A_sum_of_gradients_allocates_nothing_and_a_running_one_only_components()
    {
        var (sums, sum, copy) = (new T[5000], new ExactGradientSum<T>(5000), new ExactGradientSum<T>(5000));
        T[][] parts = [_weights, _gradients, _weights, _gradients, _gradients];
        ReadOnlyMemory<T>[] memory = [.. parts.Select(part => part.AsMemory())];
        sum.Add(_weights);
        sum.Add(_gradients);
        sum.Add(_gradients);
        Allocation.AssertNone("Sum", () => GradientSums.Sum(parts, sums));
        Allocation.AssertNone("Mean", () => GradientSums.Mean<T>(memory, sums));
        Allocation.AssertNone("Add", () => sum.Add(_gradients));
        Allocation.AssertNone("Add of sparse gradients", () => sum.Add([4, 3], [T.One, T.One]));
        Allocation.AssertNone("Add of a sum", () => copy.Add(sum));
        Allocation.AssertNone("Round", () => sum.Round(sums));
        Allocation.AssertNone("RoundMean", () => sum.RoundMean(sums));
        Allocation.AssertNone("Clear", sum.Clear);
    }
}
