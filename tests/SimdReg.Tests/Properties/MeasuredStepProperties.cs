using System.Numerics;
using FsCheck.Xunit;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Properties;

/// <summary>What a measured step finds in one pass is what separate ones find.</summary>
public abstract class MeasuredStepProperties<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Property]
    public void It_is_the_step_then_the_measure_and_before_both_the_squares_of_the_gradients(StepInput<T> input)
    {
        T[] weights = [.. input.Weights];
        var measure = new Sgd(input.Rate).MeasuredStep(weights, input.Gradients, new L1(input.Strength).Proximal());

        Assert.Equal(input.Step(new L1(input.Strength).Proximal()), weights, Bits.Same);
        Assert.Equal(WeightSums.Measure<T>(weights), measure.Weights);
        Assert.Equal(GradientClipping.SumOfSquares<T>(input.Gradients), measure.SumOfGradientSquares, Bits.Same);
    }
}

public class MeasuredStepPropertiesOfFloat : MeasuredStepProperties<float>;

public class MeasuredStepPropertiesOfDouble : MeasuredStepProperties<double>;
