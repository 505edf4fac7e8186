using System.Numerics;
using SimdReg.Sums;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Threading;

public class SharedWorkSingleTests : SharedWorkTests<float>;

public class SharedWorkDoubleTests : SharedWorkTests<double>;

/// <summary>Calls on spans that several threads share.</summary>
public abstract class SharedWorkTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Range = Thresholds.LongRangeLength;

    // Long enough for long ranges, and for more than two blocks of a sum.
    private const int Length = (1 << 19) + (3 * Range / 2) + 5;

    private static readonly int[] _threads = [2, 3, 64];
    private static readonly T[] _weights = Samples.Weights<T>(Length, seed: 71);
    private static readonly T[] _gradients = Samples.Gradients<T>(Length, seed: 72);

    [Fact]
    public void A_step_has_the_same_bits_for_any_number_of_threads()
    {
        AssertSteps(new Sgd(0.1), new L2(0.1).Coupled(), default);
        AssertSteps(new Momentum(0.1, 0.9), new L1(0.1).Proximal(), new() { KeepZeros = true });
        AssertSteps(new Adam(0.01), new L2(0.1).Decoupled(), new() { GradientScale = 0.5 });
        AssertSteps(new RmsProp(0.01), new ElasticNet(0.1, 0.2).Cautious(), default);
        AssertSteps(new Adam(0.01).AmsGrad(), new Huber(0.1, 0.75).Coupled(), new() { Maximize = true });
    }

    [Fact]
    public void Sums_have_the_same_bits_for_any_number_of_threads()
    {
        T[][] cases = [_weights, HardWeights.Of<T>("small integers", Length), Samples.BitPatterns<T>(Length, seed: 73), .. HardWeights.Names.Take(3).Select(name => HardWeights.Of<T>(name, Length))];
        foreach (var weights in cases)
        {
            AssertSame(weights, threads => Penalty.Sum<T, L1>(weights, new(0.3), threads));
            AssertSame(weights, threads => Penalty.Sum<T, L2>(weights, new(0.3), threads));
            AssertSame(weights, threads => Penalty.Sum<T, ElasticNet>(weights, new(0.3, 0.7), threads));
            AssertSame(weights, threads => Penalty.Sum<T, Huber>(weights, new(0.3, 0.75), threads));
            AssertEnclosed(weights);
            AssertSame(weights, threads => GradientClipping.SumOfSquares<T>(weights, threads));
            var sums = WeightSums.Measure<T>(weights);
            Assert.All(_threads, threads => Assert.Equal(sums, WeightSums.Measure<T>(weights, threads)));
        }

        static void AssertSame(T[] weights, Func<int, T> sum)
        {
            var alone = sum(1);
            Assert.All(_threads, threads => Assert.Equal(alone, sum(threads), Bits.Same));
        }
    }

    [Fact]
    public void A_gradient_has_the_same_bits_for_any_number_of_threads()
    {
        T[] alone = [.. _gradients];
        Penalty.AddGradient(_weights, alone, new ElasticNet(0.3, 0.7));
        foreach (var threads in _threads)
        {
            T[] shared = [.. _gradients];
            Penalty.AddGradient(_weights, shared, new ElasticNet(0.3, 0.7), threads);
            Bits.Equal<T>(alone, shared, new($"{threads} threads", Length, 0));
        }
    }

    [Fact]
    public void A_guarded_step_sees_every_gradient_and_then_leaves_all_as_it_is()
    {
        foreach (var at in (int[])[0, Range - 1, Range, Length - 1])
        {
            T[] weights = [.. _weights];
            T[] gradients = [.. _gradients];
            gradients[at] = T.NaN;
            Assert.False(new Sgd(0.1).TryStep(weights, gradients, new L2(0.1), new StepOptions { MaxDegreeOfParallelism = 2 }));
            Bits.Equal<T>(_weights, weights, new($"NaN at {at}", Length, 0));
        }

        T[] stepped = [.. _weights];
        Assert.True(new Sgd(0.1).TryStep(stepped, _gradients, new L2(0.1), new StepOptions { MaxDegreeOfParallelism = 2 }));
        Assert.NotEqual(_weights, stepped);
    }

    [Fact]
    public void Weights_that_are_their_own_gradients_are_read_before_they_are_written()
    {
        var (alone, measure) = Steps(1);
        var (shared, sharedMeasure) = Steps(2);
        Bits.Equal<T>(alone, shared, new("own gradients", Length, 0));
        Assert.Equal(measure, sharedMeasure);

        static (T[] Weights, StepMeasure<T> Measure) Steps(int threads)
        {
            T[] weights = [.. _weights];
            new Sgd(0.1).Step<Sgd, T>(weights, weights, new StepOptions { MaxDegreeOfParallelism = threads });
            return (weights, new Sgd(0.1).MeasuredStep<Sgd, T>(weights, weights, new StepOptions { MaxDegreeOfParallelism = threads }));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void Fewer_threads_than_one_are_refused_and_nothing_is_written(int threads)
    {
        T[] weights = [.. _weights.Take(9)];
        T[] gradients = [.. _gradients.Take(9)];
        var state = new Momentum(0.1, 0.9).CreateState<Momentum, T>(weights);

        foreach (var call in (Action[])
        [
            () => new Sgd(0.1).Step<Sgd, T>(weights, gradients, new StepOptions { MaxDegreeOfParallelism = threads }),
            () => new Sgd(0.1).Step(weights, gradients, new L2(0.1), new StepOptions { MaxDegreeOfParallelism = threads }),
            () => new Momentum(0.1, 0.9).Step(weights, gradients, new L2(0.1).Proximal(), state, new StepOptions { MaxDegreeOfParallelism = threads }),
            () => new Momentum(0.1, 0.9).MeasuredStep(weights, gradients, new L2(0.1).Proximal(), state, new StepOptions { MaxDegreeOfParallelism = threads }),
            () => new Momentum(0.1, 0.9).TryStep(weights, gradients, new L2(0.1).Proximal(), state, new StepOptions { MaxDegreeOfParallelism = threads }),
            () => Penalty.Sum<T, L1>(weights, new(0.1), threads),
            () => WeightSums.Measure<T>(weights, threads),
            () => GradientClipping.SumOfSquares<T>(weights, threads),
            () => Penalty.AddGradient(weights, gradients, new L1(0.1), threads),
        ])
        {
            var refusal = Assert.Throws<ArgumentOutOfRangeException>(call);
            Assert.Equal("maxDegreeOfParallelism", refusal.ParamName, ignoreCase: true);
            Assert.Equal(threads, refusal.ActualValue);
        }

        Bits.Equal<T>(_weights.AsSpan(0, 9), weights, new("weights", 9, 0));
        Bits.Equal<T>(_gradients.AsSpan(0, 9), gradients, new("gradients", 9, 0));
        Assert.Equal(0, state.StepCount);
    }

    // What has not been rounded yet shows blocks and order.
    private static void AssertEnclosed(T[] weights)
    {
        var alone = Enclosed(1);
        Assert.All(_threads, threads => Assert.Equal(alone, Enclosed(threads)));

        (double, double, double) Enclosed(int threads)
        {
            var (centre, radius) = SpanSums.Enclose<T>(weights, new(0.3, 0.7), threads);
            return (centre.High, centre.Low, radius);
        }
    }

    private static void AssertSteps<TRule, TPenalty, TMode>(TRule rule, PenaltyTerm<TPenalty, TMode> term, StepOptions options)
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        var (alone, state, measure) = Steps(1);
        foreach (var threads in _threads)
        {
            var (shared, sharedState, sharedMeasure) = Steps(threads);
            var at = new Case($"{typeof(TRule).Name}, {threads} threads", Length, 0);
            Bits.Equal<T>(alone, shared, at);
            Assert.Equal(measure, sharedMeasure);
            Assert.Equal(2, sharedState.StepCount);
            for (var slot = 0; slot < TRule.StateCount; slot++)
            {
                Bits.Equal<T>(state[slot], sharedState[slot], at with { Part = Operands<T>.Part(slot) });
            }
        }

        (T[] Weights, UpdateState<TRule, T> State, StepMeasure<T> Measure) Steps(int threads)
        {
            T[] weights = [.. _weights];
            var state = rule.CreateState<TRule, T>(weights);
            rule.Step(weights, _gradients, term, state, options with { MaxDegreeOfParallelism = threads });
            var measure = rule.MeasuredStep(weights, _gradients, term, state, options with { MaxDegreeOfParallelism = threads });
            return (weights, state, measure);
        }
    }
}
