using System.Numerics;
using SimdReg.Lanes;
using SimdReg.Steps;
using SimdReg.Sums;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Steps;

public class MeasuredStepWidthSingleTests : MeasuredStepWidthTests<float>;

public class MeasuredStepWidthDoubleTests : MeasuredStepWidthTests<double>;

/// <summary>Measured steps in lanes of every width.</summary>
public abstract class MeasuredStepWidthTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Every_width_measures_alike()
    {
        AssertMeasures<Lane<double>, Lane<T>>();
        AssertMeasures<VectorLanes<double>, VectorLanes<T>>();
        AssertMeasures<Lanes512<double>, Lanes512<T>>();
    }

    [Fact]
    public void The_outcome_is_that_of_the_step_and_of_the_sums_of_each_part()
    {
        AssertParts<Lane<double>, Lane<T>>();
        AssertParts<VectorLanes<double>, VectorLanes<T>>();
        AssertParts<Lanes512<double>, Lanes512<T>>();

        static void AssertParts<L, W>()
            where L : struct, ILanes<L, double>
            where W : struct, ILanes<W, T>
        {
            // Two parts, of which the second is short.
            const int Length = 8192 + 77;
            var (weights, gradients) = (Samples.Weights<T>(Length, seed: 1), Samples.Gradients<T>(Length, seed: 2));
            var partLength = MeasuredPass<T>.PartLength;
            MeasuredPass<T>.Run<L, W, StepFormula<Sgd, None, Coupled, Unscaled, EveryWeight>>((T[])[.. weights], gradients, default, new() { Constants = new(0) }, out var outcome);

            var expected = default(StepOutcome<T>);
            for (var start = 0; start < Length; start += partLength)
            {
                var end = Math.Min(Length, start + partLength);
                expected += new StepOutcome<T>(
                    default(MeasureReduction<T>).Reduce<L, W>(weights.AsSpan(start..end)),
                    default(NormReduction<T, SquareTerm>).Reduce<L, W>(gradients.AsSpan(start..end)),
                    T.Zero,
                    0);
            }

            Assert.Equal(expected, outcome);
        }
    }

    [Fact]
    public void Parts_are_no_shorter_and_no_longer_than_what_is_proven_of_them() => Assert.InRange(
        MeasuredPass<T>.PartLength,
        4096,
        typeof(T) == typeof(float) ? Blocks<T>.LaneLength : 4096);

    [Fact]
    public void Parts_are_as_long_as_they_may_be_and_leave_nothing_that_fills_no_lanes()
    {
        foreach (var (most, lanes) in new[] { (96, 1), (64, 8), (768, 8), (1536, 16) })
        {
            for (var left = lanes; left < 4 * most; left++)
            {
                AssertPart(MeasuredPass<T>.LengthOfPart(left, most, lanes), left, most, lanes);
            }
        }
    }

    private static void AssertPart(int length, int left, int most, int lanes)
    {
        Assert.InRange(length, Math.Min(left, most - lanes), most);
        Assert.True(length == Math.Min(left, most) || (left > most && left - most < lanes), $"{length} of {left}, of which {Math.Min(left, most)} leave nothing or enough.");
        Assert.True(left == length || left - length >= lanes, $"{left - length} of {left} are left for {lanes} lanes.");
    }

    private static void AssertMeasures<L, W>()
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
    {
        foreach (var length in Enumerable.Range(0, 150).Concat([513, 2049, 4099, 8193, 16411]))
        {
            var (weights, gradients) = (Samples.Weights<T>(length, seed: length), Samples.Gradients<T>(length, seed: length + 1));
            if (length > 0)
            {
                (weights[0], weights[^1]) = (-T.Epsilon, T.Epsilon); // Read as zeros, so that the step makes no zeros of them.
            }

            T[] stepped = [.. weights];
            ForcedMeasuredRun<L, W, T>.Run<StepFormula<Sgd, L1, Proximal, Unscaled, EveryWeight>>(
                stepped, gradients, default, new() { Constants = new(0.1), Penalty = new(0.7) }, out var outcome);
            var measure = outcome.Round<Blocks<T>, Blocks<T>>(new(stepped), new(gradients));
            StepMeasures.AssertMeasure(weights, stepped, gradients, measure, new($"{W.Count} lanes", length, 0));
        }
    }
}
