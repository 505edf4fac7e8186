using System.Numerics;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Properties;

/// <summary>What one pass measures is what separate ones find out.</summary>
public abstract class MeasureProperties<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void The_sums_are_those_of_penalties() =>
        Law.HoldsForNumbers<T>(input =>
        {
            var measured = Penalty.Measure<T>(input.Weights);
            AssertClose(Penalty.Of<T, L1>(input.Weights, new L1(1)), measured.Magnitudes, input.Length);
            AssertClose(Penalty.Of<T, L2>(input.Weights, new L2(2)), measured.Squares, input.Length);
        });

    [Fact]
    public void The_counts_and_the_largest_magnitude_are_those_of_plain_loops() =>
        Law.HoldsForBits<T>(input =>
        {
            var measured = Penalty.Measure<T>(input.Weights);
            Assert.Equal(WeightMeasureReference.NonZeroCount<T>(input.Weights), measured.NonZeroCount);
            Assert.Equal(WeightMeasureReference.NonFiniteCount<T>(input.Weights), measured.NonFiniteCount);
            Assert.Equal(
                WeightMeasureReference.LargestMagnitude<T>(input.Weights), measured.LargestMagnitude, Bits.Same);
        });

    [Fact]
    public void Two_parts_together_have_the_counts_of_both_and_the_larger_magnitude() =>
        Law.HoldsForBits<T>(input =>
        {
            var (left, right) = (Penalty.Measure<T>(input.Weights), Penalty.Measure<T>(input.Gradients));
            var whole = Penalty.Measure<T>([.. input.Weights, .. input.Gradients]);

            Assert.Equal(left.NonZeroCount + right.NonZeroCount, whole.NonZeroCount);
            Assert.Equal(left.NonFiniteCount + right.NonFiniteCount, whole.NonFiniteCount);
            Assert.Equal(T.Max(left.LargestMagnitude, right.LargestMagnitude), whole.LargestMagnitude, Bits.Same);
        });

    [Fact]
    public void Two_parts_together_have_the_sums_of_both() =>
        Law.HoldsForNumbers<T>(input =>
        {
            var (left, right) = (Penalty.Measure<T>(input.Weights), Penalty.Measure<T>(input.Gradients));
            var whole = Penalty.Measure<T>([.. input.Weights, .. input.Gradients]);

            AssertClose(left.Magnitudes + right.Magnitudes, whole.Magnitudes, 2 * input.Length);
            AssertClose(left.Squares + right.Squares, whole.Squares, 2 * input.Length);
        });

    /// <summary>Two sums of as many terms, none of them negative.</summary>
    private static void AssertClose(T expected, T actual, int termCount)
    {
        // Either is off by a rounding in double for each addition and another for the square, and by two of the
        // element type: one to store the sum, and one for adding two sums.
        var relative = ((termCount + 1) * Numbers<double>.UnitRoundoff) + (2 * Numbers<T>.UnitRoundoff);
        var sum = double.CreateChecked(expected) + double.CreateChecked(actual);
        Assert.Equal(double.CreateChecked(expected), double.CreateChecked(actual), relative * sum);
    }
}

public class MeasurePropertiesOfFloat : MeasureProperties<float>;

public class MeasurePropertiesOfDouble : MeasureProperties<double>;
