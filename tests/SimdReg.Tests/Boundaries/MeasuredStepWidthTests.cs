using System.Numerics;
using SimdReg.Lanes;
using SimdReg.Loops;
using SimdReg.Sums;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Boundaries;

public class MeasuredStepWidthSingleTests : MeasuredStepWidthTests<float>;

public class MeasuredStepWidthDoubleTests : MeasuredStepWidthTests<double>;

/// <summary>Measured steps in lanes of every width, in one loop and in parts.</summary>
public abstract class MeasuredStepWidthTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void Every_width_measures_alike_in_one_loop_and_in_parts()
    {
        AssertBoth<Lane<double>, Lane<T>>();
        AssertBoth<VectorLanes<double>, VectorLanes<T>>();
        AssertBoth<Lanes512<double>, Lanes512<T>>();

        static void AssertBoth<L, W>()
            where L : struct, ILanes<L, double>
            where W : struct, ILanes<W, T>
        {
            AssertMeasures<OneLoopRun<L, W, T>>();
            AssertMeasures<PartsRun<L, W, T>>();
        }
    }

    [Fact]
    public void A_sum_that_outgrows_its_anchor_is_made_again_in_its_block_and_the_others_are_kept()
    {
        AssertMadeAgain<Lane<double>, Lane<T>>();
        AssertMadeAgain<VectorLanes<double>, VectorLanes<T>>();
        AssertMadeAgain<Lanes512<double>, Lanes512<T>>();

        static void AssertMadeAgain<L, W>()
            where L : struct, ILanes<L, double>
            where W : struct, ILanes<W, T>
        {
            var ordinary = Samples.Gradients<T>(5003, seed: 1);
            var misleading = Samples.Misleading(ordinary);

            var kept = Totals<L, W>(ordinary, ordinary);
            var again = Totals<L, W>(ordinary, misleading);
            Assert.Equal(kept.Weights, again.Weights);
            Assert.Equal(BlockNorm<T, SquareTerm>.InDouble<L, W>(misleading), again.GradientSquares);

            again = Totals<L, W>(misleading, ordinary);
            Assert.Equal(kept.GradientSquares, again.GradientSquares);
            Assert.Equal(BlockMeasure<T>.Separately<L, W>(misleading), again.Weights);
        }

        static StepTotals<T> Totals<L, W>(T[] weights, T[] gradients)
            where L : struct, ILanes<L, double>
            where W : struct, ILanes<W, T>
        {
            MeasuredStep<L, W, T, StepFormula<Sgd, None, Coupled, Unscaled, EveryWeight>>.Run(
                [.. weights], gradients, default, new() { Rule = new(0) }, out var totals);
            return totals;
        }
    }

    [Fact]
    public void Parts_are_no_shorter_and_no_longer_than_what_is_proven_of_them() => Assert.InRange(
        MeasuredStepInParts<Lane<double>, Lane<T>, T, StepFormula<Sgd, None, Coupled, Unscaled, EveryWeight>>.PartLength,
        4096,
        typeof(T) == typeof(float) ? Blocks<T>.LaneLength : 4096);

    [Fact]
    public void Parts_are_as_long_as_they_may_be_and_leave_nothing_that_fills_no_lanes()
    {
        foreach (var (most, lanes) in new[] { (96, 1), (64, 8), (768, 8), (1536, 16) })
        {
            for (var left = lanes; left < 4 * most; left++)
            {
                AssertPart(Parts.Length(left, most, lanes), left, most, lanes);
            }
        }
    }

    [Fact]
    public void A_tally_takes_no_more_than_an_anchor_does_and_leaves_nothing_that_fills_no_lanes()
    {
        AssertTurns<Lane<double>, Lane<T>>();
        AssertTurns<VectorLanes<double>, VectorLanes<T>>();
        AssertTurns<Lanes512<double>, Lanes512<T>>();

        static void AssertTurns<L, W>()
            where L : struct, ILanes<L, double>
            where W : struct, ILanes<W, T>
        {
            for (var left = W.Count; left < 3 * Anchor<T>.Turns * W.Count; left++)
            {
                var length = MeasuredStep<L, W, T, StepFormula<Sgd, None, Coupled, Unscaled, EveryWeight>>.TurnLength(left);
                AssertPart(length, left, Anchor<T>.Turns * W.Count, W.Count);
            }
        }
    }

    private static void AssertPart(int length, int left, int most, int lanes)
    {
        Assert.InRange(length, Math.Min(left, most - lanes), most);
        Assert.True(left == length || left - length >= lanes, $"{left - length} of {left} are left for {lanes} lanes.");
    }

    private static void AssertMeasures<TRun>()
        where TRun : struct, IStepRun<T, StepTotals<T>>
    {
        foreach (var length in Enumerable.Range(0, 150).Concat([513, 2049, 4099, 8193, 16411]))
        {
            var (weights, gradients) = (Samples.Weights<T>(length, seed: length), Samples.Gradients<T>(length, seed: length + 1));
            if (length > 0)
            {
                (weights[0], weights[^1]) = (-T.Epsilon, T.Epsilon); // Read as zeros, so that the step makes no zeros of them.
            }

            T[] stepped = [.. weights];
            TRun.Run<StepFormula<Sgd, L1, Proximal, Unscaled, EveryWeight>>(
                stepped, gradients, default, new() { Rule = new(0.1), Penalty = new(0.7) }, out var totals);
            var measure = totals.Round<Blocks<T>, Blocks<T>>(new(stepped), new(gradients));
            StepMeasures.AssertMeasure(weights, stepped, gradients, measure, new(typeof(TRun).ToString(), length, 0));
        }
    }
}
