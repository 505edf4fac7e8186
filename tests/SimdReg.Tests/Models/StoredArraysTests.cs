using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Models;

/// <summary>A set whose arrays are stored in several formats.</summary>
public class StoredArraysTests
{
    private const int Longest = Thresholds.SmallestShared + 77;

    private static readonly StepOptions _options = new() { GradientScale = 0.5, KeepZeros = true };
    private static readonly int[] _threads = [1, 2, 4];
    private static readonly float[] _weights = Samples.Weights<float>(Longest, seed: 33);
    private static readonly float[] _gradients = Samples.Gradients<float>(Longest, seed: 34);

    [Fact]
    public void A_step_of_the_set_is_the_step_of_each_array_alone()
    {
        var alone = Model.Create();
        for (var step = 0; step < 3; step++)
        {
            foreach (var array in alone.Set.Arrays)
            {
                array.Optimizer.LearningRate *= step == 2 ? 0.25 : 1;
                if (array.StoredWeights is { } weights)
                {
                    array.Optimizer.Step(weights.Span, array.StoredGradients!.Span, _options);
                }
                else
                {
                    array.Optimizer.Step(array.Weights.Span, array.Gradients.Span, _options);
                }
            }
        }

        StepMeasure<float>? measure = null;
        foreach (var threads in _threads)
        {
            var (model, options) = (Model.Create(), _options with { MaxDegreeOfParallelism = threads });
            model.Set.Step(options);
            Assert.True(model.Set.TryStep(options));
            model.Set.LearningRateScale = 0.25;
            var before = model.Weights;
            var found = model.Set.MeasuredStep(options);
            if (measure is null)
            {
                StepMeasures.AssertMeasure(before, model.Weights, model.Gradients, found, new("set", before.Length, 0));
            }

            Assert.Equal(measure ?? found, found);
            measure = found;
            Bits.Equal<float>(alone.Weights, model.Weights, new($"{threads} threads", before.Length, 0));
            foreach (var (array, shared) in alone.Set.Arrays.Zip(model.Set.Arrays))
            {
                Assert.Equal(3, shared.Optimizer.StepCount);
                for (var slot = 0; slot < shared.Optimizer.StateCount; slot++)
                {
                    Bits.Equal<float>(State(array, slot), State(shared, slot), new($"{threads} threads", shared.Optimizer.WeightCount, 0, Operands<float>.Part(slot)));
                }
            }
        }
    }

    [Fact]
    public void Sums_of_the_set_are_those_of_all_widened_numbers()
    {
        var model = Model.Create();
        float[] weights = model.Weights, gradients = model.Gradients;
        var penalty = 0.0;
        foreach (var array in model.Set.Arrays)
        {
            penalty += array.Optimizer.PenaltySum(Widened(array));
        }

        var squares = ExactReference.Of<float>(gradients).Squares<float>();
        foreach (var threads in _threads)
        {
            Assert.Equal(WeightSums.Measure<float>(weights), model.Set.Measure(threads));
            Assert.Equal(squares, model.Set.SumOfGradientSquares(threads));

            // The sums of arrays are floats, and their sum in double errs by 2⁻⁵³ for each of six.
            Assert.InRange(model.Set.PenaltySum(threads) / penalty, 1 - Math.ScaleB(1, -50), 1 + Math.ScaleB(1, -50));
        }
    }

    [Fact]
    public void A_clipped_step_is_the_step_with_the_scale_of_the_norm_of_all()
    {
        var (model, scaled) = (Model.Create(), Model.Create());
        var norm = Math.Sqrt(model.Set.SumOfGradientSquares());
        var limit = norm / 3;
        model.Set.Step(new() { GradientScale = GradientClipping.ScaleFor(model.Set.SumOfGradientSquares(), limit) });
        scaled.Set.Step(new() { GradientScale = limit / norm });
        Assert.Equal(scaled.Weights, model.Weights);
        Assert.NotEqual(Model.Create().Weights, model.Weights);
    }

    [Fact]
    public void One_gradient_of_any_format_that_is_not_finite_and_nothing_changes()
    {
        for (var array = 0; array < Model.ArrayCount; array++)
        {
            var model = Model.Create();
            var before = model.Weights;
            model.Spoil(array);
            foreach (var threads in _threads)
            {
                Assert.False(model.Set.TryStep(new() { MaxDegreeOfParallelism = threads }));
                Assert.Equal(before, model.Weights);
                foreach (var other in model.Set.Arrays)
                {
                    Assert.Equal(0, other.Optimizer.StepCount);
                    Assert.All(Enumerable.Range(0, other.Optimizer.StateCount), slot => Assert.DoesNotContain(State(other, slot), number => number != 0));
                }
            }
        }
    }

    [Fact]
    public void Arrays_with_one_seed_are_rounded_by_their_place_in_the_set()
    {
        const int Count = 300;
        var storage = new NumberStorage(NumberFormat.BFloat16) { Weights = WeightRounding.Stochastic, Seed = 1, FirstIndex = 1024 };
        var weights = Array.ConvertAll(Samples.Weights<float>(Count, seed: 1), number => (BFloat16)number);
        var gradients = Array.ConvertAll(Samples.Gradients<float>(Count, seed: 2), number => (BFloat16)number);
        BFloat16[][] copies = [[.. weights], [.. weights], [.. weights]];
        var set = new ParameterSet<float>();
        foreach (var copy in copies)
        {
            set.Add(copy, gradients.ToArray(), new Sgd(0.01), default(None).Coupled(), storage);
        }

        set.Step();
        long[] firsts = [1024, 1024 + 512, 1024 + 1024]; // Each array of 300 takes two blocks of 256.
        for (var i = 0; i < copies.Length; i++)
        {
            Assert.Equal(firsts[i], set.Arrays[i].Optimizer.Storage.FirstIndex);
            BFloat16[] expected = [.. weights];
            Optimizer<float>.Create(new Sgd(0.01), default(None).Coupled(), Count, storage with { FirstIndex = firsts[i] }).Step(expected, gradients);
            Assert.Equal(expected, copies[i]);
        }

        Assert.NotEqual(copies[0], copies[1]);
        Assert.NotEqual(copies[1], copies[2]);
    }

    [Fact]
    public void Memory_that_overlaps_is_refused_across_formats()
    {
        var floats = new float[64];
        var set = new ParameterSet<float>();
        set.Add(floats.AsMemory(16, 16), new float[16], new Sgd(0.1));
        var storage = default(NumberStorage);
        foreach (var start in (int[])[29, 31, 32, 40, 63])
        {
            var halves = Over<Half>(floats, start, 4);
            var exception = Assert.Throws<ArgumentException>(() => set.Add(StoredMemory.Create(halves), new BFloat16[4], new Sgd(0.1), default(None).Coupled(), storage));
            Assert.Contains("overlap", exception.Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => set.Add(new BFloat16[4], StoredMemory.Create(halves), new Sgd(0.1), default(None).Coupled(), storage));
        }

        Assert.Single(set.Arrays);
        var beside = Over<BFloat16>(floats, 28, 4);
        set.Add(StoredMemory.Create(beside), new BFloat16[4], new Sgd(0.1), default(None).Coupled(), storage);
        Assert.Throws<ArgumentException>(() => set.Add(floats.AsMemory(15, 1), new float[1], new Sgd(0.1)));
        Assert.Throws<ArgumentException>(() => set.Add(new Half[4], new Half[5], new Sgd(0.1), default(None).Coupled(), storage));
        var own = new Half[8];
        Assert.Throws<ArgumentException>(() => set.Add(own.AsMemory(0, 4), own.AsMemory(3, 4), new Sgd(0.1), default(None).Coupled(), storage));
        Assert.Equal(2, set.Arrays.Count);
        Assert.Equal(20, set.WeightCount);
    }

    [Fact]
    public void Plain_memory_of_a_stored_array_throws_and_says_what_to_read()
    {
        var set = new ParameterSet<float>();
        set.Add(new BFloat16[3], new Half[3], new Sgd(0.1), default(None).Coupled(), default);
        set.Add(new float[3], new float[3], new Sgd(0.1));
        foreach (var read in (Func<object>[])[() => set.Arrays[0].Weights, () => set.Arrays[0].Gradients])
        {
            var message = Assert.Throws<InvalidOperationException>(read).Message;
            Assert.Contains(nameof(ParameterArray<float>.StoredWeights), message, StringComparison.Ordinal);
            Assert.Contains(nameof(ParameterArray<float>.StoredGradients), message, StringComparison.Ordinal);
        }

        Assert.Equal(NumberFormat.BFloat16, set.Arrays[0].StoredWeights!.Format);
        Assert.Equal(NumberFormat.Half, set.Arrays[0].StoredGradients!.Format);
        Assert.Null(set.Arrays[1].StoredWeights);
        Assert.Null(set.Arrays[1].StoredGradients);
        Assert.Equal(3, set.Arrays[1].Weights.Length);
    }

    [Fact]
    public void Steps_and_sums_on_one_thread_allocate_nothing()
    {
        var model = Model.Create();
        Allocation.AssertNone("Step", () => model.Set.Step());
        Allocation.AssertNone("TryStep", () => model.Set.TryStep());
        Allocation.AssertNone("MeasuredStep", () => model.Set.MeasuredStep());
        Allocation.AssertNone("Measure", () => model.Set.Measure());
        Allocation.AssertNone("SumOfGradientSquares", () => model.Set.SumOfGradientSquares());
        Allocation.AssertNone("PenaltySum", () => model.Set.PenaltySum());
        BFloat16[] own = new BFloat16[2_000], ofOwn = new BFloat16[2_000];
        foreach (var storage in Model.Storages)
        {
            var optimizer = Optimizer<float>.Create(new Adam(0.1), new L2(0.1).Decoupled(), own.Length, storage);
            Allocation.AssertNone($"Step, {storage}", () => optimizer.Step(own, ofOwn));
            Allocation.AssertNone($"TryStep, {storage}", () => optimizer.TryStep(own, ofOwn));
            Allocation.AssertNone($"MeasuredStep, {storage}", () => optimizer.MeasuredStep(own, ofOwn));
        }
    }

    private static Memory<T> Over<T>(float[] floats, int start, int length)
        where T : unmanaged =>
        new SpanMemory<T>(length, () => System.Runtime.InteropServices.MemoryMarshal.Cast<float, T>(floats.AsSpan()).Slice(start, length)).Memory;

    private static float[] State(ParameterArray<float> array, int slot)
    {
        var state = new float[array.Optimizer.WeightCount];
        array.Optimizer.CopyState(slot, state);
        return state;
    }

    private static float[] Widened(ParameterArray<float> array) =>
        array.StoredWeights is { } stored ? Model.Widened(stored) : array.Weights.ToArray();

    /// <summary>Arrays of several lengths, formats, penalties and modes, of which the longest is shared by threads.</summary>
    private sealed class Model
    {
        public const int ArrayCount = 6;

        public static readonly NumberStorage[] Storages =
        [
            new(NumberFormat.BFloat16) { Weights = WeightRounding.Stochastic, HasStochasticState = true, Seed = 1 },
            new(NumberFormat.EightBit) { Weights = WeightRounding.Kahan, Seed = 2 },
            new() { First = NumberFormat.Half, Second = NumberFormat.EightBit, Weights = WeightRounding.MasterCopy },
            new(NumberFormat.EightBit) { HasStochasticState = true },
        ];

        private readonly List<Action> _spoil = [];

        public ParameterSet<float> Set { get; } = new();

        public float[] Weights => [.. Set.Arrays.SelectMany(StoredArraysTests.Widened)];

        public float[] Gradients =>
            [.. Set.Arrays.SelectMany(array => array.StoredGradients is { } stored ? Widened(stored) : array.Gradients.ToArray())];

        public static Model Create()
        {
            var model = new Model();
            float[] weights = Samples.Weights<float>(700, seed: 31), gradients = Samples.Gradients<float>(700, seed: 32);
            model._spoil.Add(() => gradients[699] = float.NaN);
            model.Set.Add(weights, gradients, new Adam(0.01), new L1(0.1));
            model.Add<BFloat16, BFloat16, L2, Decoupled>(Longest, Storages[0], new L2(0.1).Decoupled());
            model.Add<Half, BFloat16, L1, Proximal>(1_030, Storages[1], new L1(0.1).Proximal());
            model.Add<BFloat16, Half, ElasticNet, Coupled>(3, Storages[2], new ElasticNet(0.1, 0.2).Coupled());
            model.Add<float, BFloat16, Huber, Coupled>(513, Storages[3], new Huber(0.1, 1).Coupled());
            model.Add<BFloat16, BFloat16, L2, Cautious>(600, Storages[0], new L2(0.1).Cautious());
            model.Add<float, float, None, Coupled>(31, default, default(None).Coupled());
            return model;
        }

        public void Spoil(int array) => _spoil[array]();

        public static float[] Widened(StoredMemory stored)
        {
            var numbers = new float[stored.Length];
            ReadOnlyStoredSpan span = stored.Span;
            span.CopyTo(numbers);
            return numbers;
        }

        private void Add<TWeight, TGradient, TPenalty, TMode>(int count, NumberStorage storage, PenaltyTerm<TPenalty, TMode> term)
            where TWeight : unmanaged
            where TGradient : unmanaged
            where TPenalty : struct, IPenalty
            where TMode : struct, IPenaltyMode
        {
            var (weights, gradients) = (StoredMemory.Create<TWeight>(new TWeight[count]), StoredMemory.Create<TGradient>(new TGradient[count]));
            weights.Span.CopyFrom(_weights.AsSpan(0, count));
            gradients.Span.CopyFrom(_gradients.AsSpan(0, count));
            _spoil.Add(() => gradients.Span.Slice(count / 2, 1).CopyFrom([float.PositiveInfinity]));
            Set.Add(weights, gradients, new Adam(0.01), term, storage);
        }
    }
}
