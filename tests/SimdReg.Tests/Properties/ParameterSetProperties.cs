using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Properties;

public class ParameterSetSinglePropertyTests : ParameterSetProperties<float>;

public class ParameterSetDoublePropertyTests : ParameterSetProperties<double>;

/// <summary>A set does to its arrays what is done to each alone, and sums what is in one array of them all.</summary>
public abstract class ParameterSetProperties<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Range = Thresholds.RangeLength;

    private static readonly int[] _threads = [1, 2, 8];

    private static readonly T[] _weights = Samples.Weights<T>(1 << 20, seed: 62);
    private static readonly T[] _gradients = Samples.Gradients<T>(1 << 20, seed: 63);

    // From no weights to several ranges, with ends before, at and behind those of a range and of a cache line.
    private static readonly int[][] _sizes =
    [
        [],
        [0],
        [0, 1, 0, 7, 500, 33, 0],
        [Range - 1, 2, Range + 17, 0, 3, (4 * Range) + 5, 15, 16, 31, 64, 1, 1_000],
        [.. Enumerable.Range(0, 150).Select(i => 1 + (i * 37 % 2_000))],
    ];

    [Fact]
    public void A_step_of_a_set_is_the_step_of_each_array_alone_for_any_number_of_threads()
    {
        AssertSteps(new Sgd(0.1), default);
        AssertSteps(new Sgd(0.1), new() { GradientScale = 0.7, Maximize = true });
        AssertSteps(new DampenedMomentum(0.1, 0.9, 0.5), default);
        AssertSteps(new Adam(0.01), new() { KeepZeros = true });
        AssertSteps(new AmsGrad(0.01), default);
    }

    [Fact]
    public void Sums_over_a_set_are_those_of_one_array_of_them_all_for_any_number_of_threads()
    {
        foreach (var name in HardWeights.Names)
        {
            AssertSums(count => HardWeights.Of<T>(name, count), name, _sizes.Where(sizes => sizes.Length < 10));
        }

        AssertSums(count => _weights[..count], "ordinary numbers", _sizes);
        AssertSums(count => HardWeights.Of<T>("small integers", count), "small integers", _sizes);
        AssertSums(count => Samples.BitPatterns<T>(count, seed: 60), "any bits", _sizes);
        AssertSums(count => [.. _weights[..count].Select((weight, i) => i == count - 1 ? T.NegativeInfinity : weight)], "infinity at the end", _sizes);
    }

    private static void AssertSums(Func<int, T[]> make, string name, IEnumerable<int[]> cases)
    {
        foreach (var sizes in cases)
        {
            var (all, gradients) = (make(sizes.Sum()), make(sizes.Sum()).Reverse().ToArray());
            var set = new ParameterSet<T>();
            var start = 0;
            foreach (var size in sizes)
            {
                set.Add(all.AsMemory(start, size), gradients.AsMemory(start, size), new Adam(0.1), new L1(0.1));
                start += size;
            }

            foreach (var threads in _threads)
            {
                var at = $"{name}, {sizes.Length} arrays, {threads} threads";
                var (expected, found) = (WeightSums.Measure<T>(all), set.Measure(threads));
                Assert.True(Same(expected, found), $"{at}: {expected} expected, {found} found.");
                Assert.True(Bits.Same(Penalty.Sum<T, L2>(gradients, new(2)), set.SumOfGradientSquares(threads)), at);
            }
        }
    }

    private static bool Same(StepMeasure<T> left, StepMeasure<T> right) =>
        Same(left.Weights, right.Weights)
        && Bits.Same(left.SumOfGradientSquares, right.SumOfGradientSquares)
        && Bits.Same(left.MaxChange, right.MaxChange)
        && left.NewZeroCount == right.NewZeroCount;

    private static bool Same(WeightSums<T> left, WeightSums<T> right) =>
        Bits.Same(left.SumOfMagnitudes, right.SumOfMagnitudes)
        && Bits.Same(left.SumOfSquares, right.SumOfSquares)
        && Bits.Same(left.MaxMagnitude, right.MaxMagnitude)
        && (left.NonZeroCount, left.NonFiniteCount) == (right.NonZeroCount, right.NonFiniteCount);

    private static void AssertSteps<TRule>(TRule rule, StepOptions options)
        where TRule : struct, IUpdateRule<TRule>
    {
        foreach (var sizes in _sizes)
        {
            var alone = Model.Create(rule, sizes);
            Step(alone, options);
            var expected = default(StepMeasure<T>);
            foreach (var threads in _threads)
            {
                var name = $"{rule}, {sizes.Length} arrays, {threads} threads";
                var set = Model.Create(rule, sizes);
                var shared = options with { MaxDegreeOfParallelism = threads };
                set.Set.Step(shared);
                Assert.True(set.Set.TryStep(shared));
                var before = Weights(set);
                var measure = set.Set.MeasuredStep(shared);
                if (threads == _threads[0])
                {
                    T[] gradients = [.. set.Arrays.SelectMany(array => array.Gradients.ToArray())];
                    StepMeasures.AssertMeasure(before, Weights(set), gradients, measure, new(name, before.Length, 0));
                    expected = measure;
                }

                Assert.True(Same(expected, measure), $"{name}: {expected} expected, {measure} found.");

                for (var i = 0; i < sizes.Length; i++)
                {
                    var at = $"{rule}, array {i} of {sizes.Length}, {threads} threads";
                    Bits.Equal<T>(alone.Arrays[i].Weights.Span, set.Arrays[i].Weights.Span, new(at, sizes[i], 0));
                    Bits.Equal<T>(alone.Arrays[i].Gradients.Span, set.Arrays[i].Gradients.Span, new(at, sizes[i], 0));
                    StateBits.Equal(alone.Arrays[i].Optimizer, set.Arrays[i].Optimizer, at);
                }
            }
        }
    }

    private static T[] Weights(Model model) =>
        [.. model.Arrays.SelectMany(array => array.Weights.ToArray())];

    /// <summary>Three steps, each array alone.</summary>
    private static void Step(Model model, StepOptions options)
    {
        for (var step = 0; step < 3; step++)
        {
            for (var i = 0; i < model.Arrays.Count; i++)
            {
                model.Steps[i](options);
            }
        }
    }

    private sealed record Model(ParameterSet<T> Set, List<Action<StepOptions>> Steps)
    {
        public IReadOnlyList<ParameterArray<T>> Arrays => Set.Arrays;

        /// <summary>Arrays whose penalties, modes and numbers of steps taken differ.</summary>
        public static Model Create<TRule>(TRule rule, int[] sizes)
            where TRule : struct, IUpdateRule<TRule>
        {
            var set = new ParameterSet<T>();
            var steps = new List<Action<StepOptions>>();
            for (var i = 0; i < sizes.Length; i++)
            {
                T[] weights = _weights[i..(i + sizes[i])], gradients = _gradients[i..(i + sizes[i])];
                steps.Add((i % 7) switch
                {
                    0 => Added(set, weights, gradients, rule, new L2(0.3).Decoupled()),
                    1 => Added(set, weights, gradients, rule, new L1(0.2).Proximal()),
                    2 => Added(set, weights, gradients, rule, new ElasticNet(0.1, 0.2).Coupled()),
                    3 => Added(set, weights, gradients, rule, default(None).Coupled()),
                    4 => Added(set, weights, gradients, rule, new L1(0).Proximal()),
                    5 => Added(set, weights, gradients, rule, new L2(0.3).Cautious()),
                    _ => Added(set, weights, gradients, rule, new Huber(0.3, 1).Coupled()),
                });
                set.Arrays[i].Optimizer.AdvanceTo(i % 5 == 0 ? 7 : 0);
            }

            return new(set, steps);
        }

        private static Action<StepOptions> Added<TRule, TPenalty, TMode>(
            ParameterSet<T> set, T[] weights, T[] gradients, TRule rule, PenaltyTerm<TPenalty, TMode> term)
            where TRule : struct, IUpdateRule<TRule>
            where TPenalty : struct, IPenalty
            where TMode : struct, IPenaltyMode
        {
            var optimizer = set.Add(weights, gradients, rule, term);
            return options => rule.Step(weights, gradients, term, optimizer.State, options);
        }
    }
}
