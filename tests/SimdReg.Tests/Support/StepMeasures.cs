using System.Numerics;
using SimdReg.Tests.Reference;

namespace SimdReg.Tests.Support;

/// <summary>What a measured step says, against plain loops over the weights before and after it.</summary>
internal static class StepMeasures
{
    public static void AssertMeasure<T>(T[] before, T[] after, T[] gradients, StepMeasure<T> measure, in Case at)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (largest, newZeros) = (T.Zero, 0L);
        for (var i = 0; i < before.Length; i++)
        {
            var w = T.IsSubnormal(before[i]) ? T.Zero : before[i];
            var change = T.Abs(after[i] - w);
            largest = !T.IsFinite(after[i]) || T.IsNaN(largest) ? T.NaN : change > largest ? change : largest;
            newZeros += w != T.Zero && after[i] == T.Zero ? 1 : 0;
        }

        Bits.Equal<T>([largest], [measure.MaxChange], at);
        Assert.True(newZeros == measure.NewZeroCount, $"{at}: {newZeros} new zeros expected, {measure.NewZeroCount} found.");
        Bits.Equal<T>([Squares(gradients)], [measure.SumOfGradientSquares], at);
        Bits.Equal<T>([Squares(after)], [measure.Weights.SumOfSquares], at);
        Bits.Equal<T>([WeightMeasureReference.NonFiniteSum<T>(after) ?? ExactReference.Of<T>(after).Magnitudes<T>()], [measure.Weights.SumOfMagnitudes], at);
        Bits.Equal<T>([WeightMeasureReference.MaxMagnitude<T>(after)], [measure.Weights.MaxMagnitude], at);
        Assert.Equal(WeightMeasureReference.NonZeroCount<T>(after), measure.Weights.NonZeroCount);
        Assert.Equal(WeightMeasureReference.NonFiniteCount<T>(after), measure.Weights.NonFiniteCount);
    }

    private static T Squares<T>(T[] numbers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        WeightMeasureReference.NonFiniteSum<T>(numbers) ?? ExactReference.Of<T>(numbers).Squares<T>();
}
