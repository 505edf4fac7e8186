using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Soak;

/// <summary>The measures of a step, of which a fault may change one.</summary>
internal static class Measured
{
    public static void Check<T>(T[] before, T[] after, T[] gradients, StepMeasure<T> measure, Fault? fault, string at)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var weights = measure.Weights;
        T[] sums = [measure.SumOfGradientSquares, measure.MaxChange, weights.SumOfMagnitudes, weights.SumOfSquares, weights.MaxMagnitude];
        fault?.In<T>(sums);
        weights = weights with { SumOfMagnitudes = sums[2], SumOfSquares = sums[3], MaxMagnitude = sums[4] };
        measure = measure with { SumOfGradientSquares = sums[0], MaxChange = sums[1], Weights = weights };
        StepMeasures.AssertMeasure(before, after, gradients, measure, new(at, before.Length, 0));
    }
}
