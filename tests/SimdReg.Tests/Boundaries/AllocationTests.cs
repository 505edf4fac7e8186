using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Boundaries;

public class AllocationSingleTests : AllocationTests<float>;

public class AllocationDoubleTests : AllocationTests<double>;

/// <summary>No public call on spans allocates.</summary>
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
            AssertNothingAllocated(kernel.Name, () => kernel.Call(_weights, _gradients));
        }
    }

    [Fact]
    public void A_step_without_a_mode_or_a_penalty_allocates_nothing()
    {
        AssertNothingAllocated("a bare step", () => new Sgd(0.1).Step(_weights, _gradients));
        AssertNothingAllocated("a step with a bare penalty", () => new Sgd(0.1).Step(_weights, _gradients, new L2(0.3)));
    }

    [Fact]
    public void A_sum_allocates_nothing()
    {
        foreach (var sum in SumKernel.All<T>())
        {
            AssertNothingAllocated(sum.Name, () => sum.Call(_weights));
        }

        AssertNothingAllocated("Measure", () => Penalty.Measure<T>(_weights));
    }

    private static void AssertNothingAllocated(string name, Action call)
    {
        call();
        var before = GC.GetAllocatedBytesForCurrentThread();
        call();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated == 0, $"{name} allocated {allocated} bytes.");
    }
}
