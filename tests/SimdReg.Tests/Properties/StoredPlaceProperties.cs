using SimdReg.Tests.Soak;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Properties;

/// <summary>The bits of a step over stored numbers do not depend on where the numbers are, on how many threads step them, or on the parts in which they are stepped.</summary>
public class StoredPlaceProperties
{
    private const int Steps = 2;

    private static readonly float[] _weights = Samples.Weights<float>(2 * Thresholds.SmallestShared, seed: 90);
    private static readonly float[] _gradients = Samples.Gradients<float>(2 * Thresholds.SmallestShared, seed: 91);

    /// <summary>Formats of weights and gradients, and storages: every loop that steps narrow numbers itself, and every kind of buffer.</summary>
    private static readonly (NumberFormat Weights, NumberFormat Gradients, NumberStorage Storage)[] _kinds =
    [
        (NumberFormat.BFloat16, NumberFormat.BFloat16, new(NumberFormat.BFloat16) { Weights = WeightRounding.Stochastic, HasStochasticState = true }),
        (NumberFormat.BFloat16, NumberFormat.BFloat16, new(NumberFormat.BFloat16) { Weights = WeightRounding.Kahan, HasStochasticState = true }),
        (NumberFormat.BFloat16, NumberFormat.Half, new(NumberFormat.EightBit) { Weights = WeightRounding.MasterCopy, HasStochasticState = true }),
        (NumberFormat.Single, NumberFormat.BFloat16, new() { First = NumberFormat.EightBit, Second = NumberFormat.Half, HasStochasticState = true }),
        (NumberFormat.Half, NumberFormat.Half, new() { First = NumberFormat.Half, Second = NumberFormat.EightBit, Weights = WeightRounding.Stochastic }),
        (NumberFormat.Single, NumberFormat.Single, new(NumberFormat.EightBit)),
    ];

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits_and_measures()
    {
        const int Count = Thresholds.SmallestShared + 1_234;
        foreach (var kind in _kinds)
        {
            var first = Trained.New(kind, Count);
            var expected = first.Again();
            var measure = expected.StepMeasured(threads: 1);
            foreach (var threads in (int[])[2, 3, 4])
            {
                var found = first.Again();
                Assert.Equal(measure, found.StepMeasured(threads));
                expected.AssertSame(found, $"{kind}, {threads} threads");
            }
        }
    }

    [Fact]
    public void Parts_with_their_first_indices_are_stepped_as_the_whole()
    {
        foreach (var kind in _kinds)
        {
            for (var number = 0; number < 6; number++)
            {
                var draw = new Draw(61, number);
                var count = 1 + draw.Below(4_000);
                var cut = 256 * draw.Below((count / 256) + 1);
                var first = (1L << 32) - (256 * draw.Below(12));
                var whole = Trained.New(At(kind, first), count);
                Trained[] parts = [Trained.New(At(kind, first), count, ..cut), Trained.New(At(kind, first + cut), count, cut..)];
                for (var step = 0; step < Steps; step++)
                {
                    whole.Step();
                    Array.ForEach(parts, part => part.Step());
                }

                var at = $"{kind}, {count} in two at {cut}, first index {first}";
                Bits.Equal<float>(whole.Weights.Numbers, [.. parts.SelectMany(part => part.Weights.Numbers)], new(at, count, cut));
                for (var slot = 0; slot < whole.Optimizer.StateCount; slot++)
                {
                    Bits.Equal<float>(whole.State(slot), [.. parts.SelectMany(part => part.State(slot))], new(at, count, cut, Operands<float>.Part(slot)));
                }
            }
        }
    }

    [Fact]
    public void Any_alignment_gives_the_same_bits()
    {
        foreach (var kind in _kinds)
        {
            foreach (var count in Lengths.Few)
            {
                var expected = Trained.New(kind, count);
                expected.Step();
                foreach (var offset in Lengths.Offsets)
                {
                    var found = Trained.New(kind, count, offset: offset);
                    found.Step();
                    expected.AssertSame(found, $"{kind}, offset {offset}");
                }
            }
        }
    }

    [Fact]
    public void The_first_weights_of_more_have_the_same_bits_but_for_the_state_of_a_block_that_has_more()
    {
        const int Longest = 1_500;
        foreach (var kind in _kinds)
        {
            var longest = Trained.New(kind, Longest);
            longest.Step();
            for (var count = 1; count < Longest; count += 41)
            {
                var found = Trained.New(kind, Longest, ..count);
                found.Step();
                Bits.Equal<float>(longest.Weights.Numbers.AsSpan(0, count), found.Weights.Numbers, new($"{kind}", count, 0));
                for (var slot = 0; slot < found.Optimizer.StateCount; slot++)
                {
                    var whole = (slot == 0 ? kind.Storage.First : kind.Storage.Second) == NumberFormat.EightBit ? count / 256 * 256 : count;
                    Bits.Equal<float>(
                        longest.State(slot).AsSpan(0, whole), found.State(slot).AsSpan(0, whole), new($"{kind}", count, 0, Operands<float>.Part(slot)));
                }
            }
        }
    }

    private static (NumberFormat, NumberFormat, NumberStorage) At((NumberFormat Weights, NumberFormat Gradients, NumberStorage Storage) kind, long first) =>
        (kind.Weights, kind.Gradients, kind.Storage with { FirstIndex = first });

    /// <summary>Some of the weights that a seed and a number make, with their gradients and an optimizer.</summary>
    private sealed record Trained(StoredArray Weights, StoredArray Gradients, Optimizer<float> Optimizer)
    {
        public static Trained New(
            (NumberFormat Weights, NumberFormat Gradients, NumberStorage Storage) kind, int count, Range? range = null, int offset = 0)
        {
            var part = range ?? Range.All;
            var weights = _weights[..count][part];
            return new(
                new(kind.Weights, weights, offset),
                new(kind.Gradients, _gradients[..count][part], Lengths.MaxOffset - offset),
                NewOptimizer(weights.Length, kind.Storage with { Seed = 7 }));
        }

        /// <summary>The same before the first step.</summary>
        public Trained Again() => new(new StoredArray(Weights), Gradients, NewOptimizer(Weights.Length, Optimizer.Storage));

        private static Optimizer<float> NewOptimizer(int count, NumberStorage storage) =>
            Optimizer<float>.Create(new Adam(0.01), new ElasticNet(0.01, 0.1).Decoupled(), count, storage);

        public void Step() => Optimizer.Step(Weights.Span, Gradients.Span);

        public StepMeasure<float> StepMeasured(int threads)
        {
            var options = new StepOptions { MaxDegreeOfParallelism = threads };
            Optimizer.Step(Weights.Span, Gradients.Span, options);
            return Optimizer.MeasuredStep(Weights.Span, Gradients.Span, options);
        }

        public float[] State(int slot)
        {
            var state = new float[Weights.Length];
            Optimizer.CopyState(slot, state);
            return state;
        }

        public void AssertSame(Trained other, string name)
        {
            var at = new Case(name, Weights.Length, 0);
            Bits.Equal<float>(Weights.Numbers, other.Weights.Numbers, at);
            other.Weights.AssertSentinels(at);
            for (var slot = 0; slot < Optimizer.StateCount; slot++)
            {
                Bits.Equal<float>(State(slot), other.State(slot), at with { Part = Operands<float>.Part(slot) });
            }
        }
    }
}
