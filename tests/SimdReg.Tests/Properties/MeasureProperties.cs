using System.Numerics;
using FsCheck.Xunit;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Properties;

/// <summary>What one pass measures is what separate ones find out.</summary>
public abstract class MeasureProperties<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Property]
    public void The_sums_are_those_of_penalties(StepInput<T> input)
    {
        var measured = WeightSums.Measure<T>(input.Weights);
        Assert.Equal(Penalty.Sum<T, L1>(input.Weights, new L1(1)), measured.SumOfMagnitudes, Bits.Same);
        Assert.Equal(Penalty.Sum<T, L2>(input.Weights, new L2(2)), measured.SumOfSquares, Bits.Same);
    }

    [Property]
    public void The_counts_and_the_largest_magnitude_are_those_of_plain_loops(StepInput<T> input)
    {
        var measured = WeightSums.Measure<T>(input.Weights);
        Assert.Equal(WeightMeasureReference.NonZeroCount<T>(input.Weights), measured.NonZeroCount);
        Assert.Equal(WeightMeasureReference.NonFiniteCount<T>(input.Weights), measured.NonFiniteCount);
        Assert.Equal(
            WeightMeasureReference.MaxMagnitude<T>(input.Weights), measured.MaxMagnitude, Bits.Same);
    }

    [Property]
    public void Two_parts_together_have_the_counts_of_both_and_the_larger_magnitude(StepInput<T> input)
    {
        var (left, right) = (WeightSums.Measure<T>(input.Weights), WeightSums.Measure<T>(input.Gradients));
        var whole = WeightSums.Measure<T>([.. input.Weights, .. input.Gradients]);

        Assert.Equal(left.NonZeroCount + right.NonZeroCount, whole.NonZeroCount);
        Assert.Equal(left.NonFiniteCount + right.NonFiniteCount, whole.NonFiniteCount);
        Assert.Equal(T.Max(left.MaxMagnitude, right.MaxMagnitude), whole.MaxMagnitude, Bits.Same);
    }
}

public class MeasurePropertiesOfFloat : MeasureProperties<float>;

public class MeasurePropertiesOfDouble : MeasureProperties<double>;
