using SimdReg.Tests.Support;

namespace SimdReg.Tests.Facade;

/// <summary>No public call on stored spans allocates, on one thread.</summary>
public class NarrowAllocationTests
{
    private const int Count = 5000;

    private readonly BFloat16[] _weights = Rounded(Samples.Weights<float>(Count, seed: 33));
    private readonly BFloat16[] _gradients = Rounded(Samples.Gradients<float>(Count, seed: 34));

    [Fact]
    public void A_sum_allocates_nothing()
    {
        Allocation.AssertNone("Sum", () => Penalty.Sum(_weights, new ElasticNet(0.1, 0.2)));
        Allocation.AssertNone("Measure", () => WeightSums.Measure(_weights));
        Allocation.AssertNone("SumOfSquares", () => GradientClipping.SumOfSquares(_gradients));
        Allocation.AssertNone("AddGradient", () => Penalty.AddGradient(_weights, _gradients, new L2(0.1)));
    }

    [Theory]
    [InlineData(NumberFormat.BFloat16, WeightRounding.Nearest)]
    [InlineData(NumberFormat.BFloat16, WeightRounding.Stochastic)]
    [InlineData(NumberFormat.BFloat16, WeightRounding.Kahan)]
    [InlineData(NumberFormat.BFloat16, WeightRounding.MasterCopy)]
    [InlineData(NumberFormat.Half, WeightRounding.Nearest)]
    [InlineData(NumberFormat.EightBit, WeightRounding.Nearest)]
    public void A_step_allocates_nothing(NumberFormat state, WeightRounding rounding)
    {
        var optimizer = Optimizer<float>.Create(new Adam(0.1), new L2(0.3).Decoupled(), Count, new NumberStorage(state) { Weights = rounding });
        Allocation.AssertNone("Step", () => optimizer.Step(_weights, _gradients));
        Allocation.AssertNone("TryStep", () => optimizer.TryStep(_weights, _gradients));
        Allocation.AssertNone("MeasuredStep", () => optimizer.MeasuredStep(_weights, _gradients));
    }

    private static BFloat16[] Rounded(float[] numbers)
    {
        var rounded = new BFloat16[numbers.Length];
        new StoredSpan(rounded).CopyFrom(numbers);
        return rounded;
    }
}
