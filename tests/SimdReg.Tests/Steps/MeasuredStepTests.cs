using System.Numerics;
using SimdReg.Lanes;
using SimdReg.Sums;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Steps;

public class MeasuredStepSingleTests : MeasuredStepTests<float>;

public class MeasuredStepDoubleTests : MeasuredStepTests<double>;

/// <summary>A measured step steps as the plain one does, and measures as naive loops do.</summary>
public abstract class MeasuredStepTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int[] _longLengths = [1023, 1024, 1025, 2100, Blocks<T>.Length - 1, Blocks<T>.Length, Blocks<T>.Length + 1, (2 * Blocks<T>.Length) + 19];

    [Fact]
    public void Every_length_and_misalignment_has_the_bits_of_a_step_and_the_measure_of_plain_loops()
    {
        foreach (var length in Enumerable.Range(0, 301))
        {
            AssertAll(Samples.Weights<T>(length, seed: length), Samples.Gradients<T>(length, seed: length + 1), length % 16, default);
        }
    }

    [Fact]
    public void Just_past_the_end_of_a_part_and_of_a_block_too() =>
        AssertAllAt([1025, Blocks<T>.Length + 1]);

    [Fact, Trait("Category", "Long")]
    public void Around_the_ends_of_blocks_too() =>
        AssertAllAt(_longLengths);

    [Fact]
    public void Every_option_counts_as_in_a_step()
    {
        foreach (var options in (StepOptions[])[new() { GradientScale = 0.37 }, new() { Maximize = true }, new() { KeepZeros = true }, new() { KeepZeros = true, GradientScale = 3 }])
        {
            foreach (var length in (int[])[131, 4099])
            {
                AssertAll(Samples.Weights<T>(length, seed: 5), Samples.Gradients<T>(length, seed: 6), 3, options);
            }
        }
    }

    [Fact]
    public void Any_bits_at_all_are_measured_as_plain_loops_do()
    {
        foreach (var length in Enumerable.Range(1, 60))
        {
            AssertAll(Samples.BitPatterns<T>(length, seed: length), Samples.BitPatterns<T>(length, seed: length + 100), length % 16, default);
        }
    }

    [Fact]
    public void One_weight_or_gradient_that_is_not_finite_shows_at_every_position()
    {
        foreach (var special in (T[])[T.NaN, T.PositiveInfinity, T.NegativeInfinity])
        {
            for (var position = 0; position < 83; position++)
            {
                var (weights, gradients) = (Samples.Weights<T>(83, seed: 1), Samples.Gradients<T>(83, seed: 2));
                weights[position] = special;
                AssertAll(weights, gradients, position % 16, default);
                weights[position] = T.One;
                gradients[position] = special;
                AssertAll(weights, gradients, position % 16, default);
            }
        }
    }

    [Fact]
    public void Sums_at_and_just_past_a_tie_are_made_again_exactly()
    {
        // A rate of zero leaves the weights, so that their sums and that of the gradients are hard ones.
        foreach (var name in HardWeights.Names)
        {
            var numbers = HardWeights.Of<T>(name, 70);
            AssertRule(new Sgd(0), default(None).Coupled(), numbers, [.. numbers.Reverse()], 0, default);
            AssertRule(new Sgd(0), default(None).Coupled(), numbers, [.. numbers.Take(3), .. new T[67]], 0, default);
        }
    }

    [Fact]
    public void Squares_of_gradients_at_a_tie_are_made_again_exactly()
    {
        var gradients = TieOfSquares();
        Assert.False(SpanSums.Enclose<T>(gradients, NormStrengths.OfSquares).TryRound<T>(out _));
        AssertRule(new Sgd(0), default(None).Coupled(), Samples.Weights<T>(gradients.Length, seed: 9), gradients, 0, default);
    }

    [Fact]
    public void Weights_that_are_their_own_gradients_are_measured_before_they_are_overwritten()
    {
        foreach (var numbers in (T[][])[TieOfSquares(), Samples.Weights<T>(40, seed: 8)])
        {
            T[] weights = [.. numbers];
            var measure = new Sgd(0.5).MeasuredStep<Sgd, T>(weights, weights);
            Assert.Equal(ExactReference.Of<T>(numbers).Squares<T>(), measure.SumOfGradientSquares, Bits.Same);
            Assert.Equal(WeightSums.Measure<T>(weights), measure.Weights);
        }
    }

    [Fact]
    public void A_weight_below_the_smallest_normal_number_was_zero_and_no_new_one()
    {
        T[] weights = [T.Epsilon, -T.Epsilon, T.NegativeZero, T.Zero, Samples.SmallestNormal<T>(), T.One];
        var gradients = new T[6];
        gradients[5] = T.One;
        var measure = new Sgd(1).MeasuredStep<Sgd, T>(weights, gradients);
        Assert.Equal(1, measure.NewZeroCount);
        Assert.Equal(T.One, measure.MaxChange);
    }

    [Fact]
    public void All_weights_of_many_turns_may_become_zero_or_stay()
    {
        const int Length = 40_000; // More than one tally takes, in lanes of any width. One weight in each of them stays.
        var ones = Enumerable.Repeat(T.One, Length).ToArray();
        T[] gradients = [.. ones.Select((one, i) => i % 1001 == 1000 ? -one : one)];
        foreach (var (rate, expected) in ((double, long)[])[(1, Length - (Length / 1001)), (0.5, 0)])
        {
            T[] weights = [.. ones];
            var measure = new Sgd(rate).MeasuredStep<Sgd, T>(weights, gradients);
            Assert.Equal(expected, measure.NewZeroCount);
            Assert.Equal(Length - expected, measure.Weights.NonZeroCount);
            Assert.Equal(0, new Sgd(0).MeasuredStep<Sgd, T>(weights, gradients).NewZeroCount);
        }
    }

    [Fact]
    public void A_weight_that_is_no_longer_NaN_or_infinite_counts_as_far_as_it_went()
    {
        var (weights, gradients) = (Samples.Weights<T>(83, seed: 1), new T[83]);
        foreach (var (special, expected) in ((T, T)[])[(T.NaN, T.Zero), (T.NegativeInfinity, T.PositiveInfinity)])
        {
            T[] before = [.. weights];
            before[40] = special;
            var measure = default(Forgetful).MeasuredStep<Forgetful, T>(before, gradients);
            Assert.Equal(T.Zero, before[40]);
            Assert.Equal(expected, measure.MaxChange);
        }
    }

    [Fact]
    public void A_rejected_call_leaves_all_unchanged()
    {
        var (weights, gradients, rule) = (Samples.Weights<T>(20, seed: 1), Samples.Gradients<T>(19, seed: 2), new Adam(0.1));
        var state = rule.CreateState<Adam, T>(weights);
        T[] before = [.. weights];
        Assert.Equal("gradients", Assert.Throws<ArgumentException>(() => rule.MeasuredStep<Adam, T>(weights, gradients, state)).ParamName);
        Assert.Equal(before, weights);
        Assert.Equal(0, state.StepCount);
        Assert.Equal(new T[20], state[0].ToArray());
    }

    [Fact]
    public void It_allocates_nothing()
    {
        var (weights, gradients, rule) = (Samples.Weights<T>(5000, seed: 1), Samples.Gradients<T>(5000, seed: 2), new Adam(0.1));
        var state = rule.CreateState<Adam, T>(weights);
        Allocation.AssertNone("a measured step", () => rule.MeasuredStep(weights, gradients, new L2(0.1), state));
    }

    private static void AssertAllAt(int[] lengths)
    {
        foreach (var length in lengths)
        {
            AssertAll(Samples.Weights<T>(length, seed: length), Samples.Gradients<T>(length, seed: length + 1), length % 16, default);
        }
    }

    private static void AssertAll(T[] weights, T[] gradients, int offset, StepOptions options)
    {
        AssertRule(new Sgd(0.1), default(None).Coupled(), weights, gradients, offset, options);
        AssertRule(new Sgd(0.1), new L1(0.7).Proximal(), weights, gradients, offset, options);
        AssertRule(new Momentum(0.1), new L2(0.3).Coupled(), weights, gradients, offset, options);
        AssertRule(new Adam(0.1), new ElasticNet(0.3, 0.2).Decoupled(), weights, gradients, offset, options);
        AssertRule(new Momentum(0.1), new L2(0.3).Cautious(), weights, gradients, offset, options);
        AssertRule(new AmsGrad(0.1), new L1(0.3).Proximal(), weights, gradients, offset, options);
    }

    private static void AssertRule<TRule, TPenalty, TMode>(
        TRule rule, PenaltyTerm<TPenalty, TMode> term, T[] weights, T[] gradients, int offset, StepOptions options)
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        var at = new Case($"{rule}.MeasuredStep({term}, {options}) on {typeof(T).Name}", weights.Length, offset);
        var buffer = new GuardedBuffer<T>(weights.Length);
        var measured = buffer.Place(weights, offset);
        T[] stepped = [.. weights];
        var (state, expectedState) = (rule.CreateState<TRule, T>(weights), rule.CreateState<TRule, T>(weights));
        for (var step = 0; step < 2; step++)
        {
            T[] before = [.. stepped];
            rule.Step(stepped, gradients, term, expectedState, options);
            var measure = rule.MeasuredStep(measured, gradients, term, state, options);
            Bits.Equal<T>(stepped, measured, at);
            for (var slot = 0; slot < TRule.StateCount; slot++)
            {
                Bits.Equal<T>(expectedState[slot], state[slot], at);
            }

            Assert.Equal(expectedState.StepCount, state.StepCount);
            buffer.AssertSentinels(at);
            StepMeasures.AssertMeasure(before, stepped, gradients, measure, at);
        }
    }

    /// <summary>Makes a weight zero that is not finite, and leaves the others.</summary>
    private readonly struct Forgetful : IUpdateRule<Forgetful>
    {
        public static int StateCount => 0;

        public double LearningRate => 1;

        public Forgetful WithLearningRate(double learningRate) => this;

        public StepConstants AtStep(long stepNumber) => new(LearningRate);

        public L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
            where L : struct, ILanes<L> => L.SelectEqual(weights - weights, L.Zero, weights, L.Zero);
    }

    /// <summary>2²⁴ + 1 for floats and 2⁵⁴ + 2 for doubles: halfway between two neighbours.</summary>
    private static T[] TieOfSquares() =>
        typeof(T) == typeof(float) ? [T.ScaleB(T.One, 12), T.One] : [T.ScaleB(T.One, 27), T.One, -T.One];
}
