using System.Numerics;
using SimdReg.Lanes;
using SimdReg.Sums;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Sums;

public class WeightMeasureSingleTests : WeightMeasureTests<float>;

public class WeightMeasureDoubleTests : WeightMeasureTests<double>;

/// <summary>The measure of weights at every length, misalignment and width.</summary>
public abstract class WeightMeasureTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _weights = Samples.Weights<T>(Lengths.OfSums<T>()[^1] + Lengths.MaxOffset, seed: 100);

    [Fact]
    public void Sums_are_rounded_and_all_else_exact_at_a_few_lengths_and_misalignments() =>
        AssertExact(Lengths.FewOfSums<T>(), Lengths.FewOffsets);

    [Fact, Trait("Category", "Long")]
    public void Sums_are_rounded_and_all_else_exact_at_every_length_and_misalignment() =>
        AssertExact(Lengths.OfSums<T>(), Lengths.Offsets);

    [Fact, Trait("Category", "Long")]
    public void A_block_is_measured_alike_at_every_width()
    {
        AssertBlocks<Lane<double>, Lane<T>>();
        AssertBlocks<VectorLanes<double>, VectorLanes<T>>();
        AssertBlocks<Lanes512<double>, Lanes512<T>>();
    }

    [Fact]
    public void NaN_and_infinity_are_counted_and_show_in_both_sums_at_any_position()
    {
        foreach (var (length, position) in Lengths.PositionsOfSums<T>())
        {
            var at = new Case($"Measure on {typeof(T).Name}", length, position);
            var ordinary = _weights[position];
            foreach (var special in new[] { T.NaN, -T.NaN, T.PositiveInfinity, T.NegativeInfinity })
            {
                _weights[position] = special;
                var measured = WeightSums.Measure<T>(_weights.AsSpan(0, length));
                Bits.Equal<T>([T.Abs(special)], [measured.SumOfMagnitudes], at);
                Bits.Equal<T>([T.Abs(special)], [measured.SumOfSquares], at);
                AssertCounts(_weights.AsSpan(0, length), measured, at);
            }

            _weights[position] = ordinary;
        }
    }

    [Fact]
    public void Counts_and_the_largest_magnitude_are_exact_on_any_bit_patterns()
    {
        // One in eleven is NaN or infinite: of the short stretches some hold none, some one and some many.
        var weights = Samples.BitPatterns<T>(3 * Lengths.OfSums<T>()[^1] / 2, seed: 101);
        foreach (var length in Lengths.OfSums<T>())
        {
            var stretch = weights.AsSpan(length, length / 2);
            AssertCounts(stretch, WeightSums.Measure<T>(stretch), new($"Measure on {typeof(T).Name}", length / 2, length));
        }
    }

    private static void AssertCounts(ReadOnlySpan<T> weights, WeightSums<T> measured, in Case at)
    {
        Bits.Equal<T>([WeightMeasureReference.MaxMagnitude(weights)], [measured.MaxMagnitude], at);
        var expected = (WeightMeasureReference.NonZeroCount(weights), WeightMeasureReference.NonFiniteCount(weights));
        var actual = (measured.NonZeroCount, measured.NonFiniteCount);
        if (expected != actual)
        {
            Assert.Fail($"{at}: expected {expected} non-zeros and non-finites, found {actual}.");
        }
    }

    private void AssertExact(IReadOnlyList<int> lengths, IReadOnlyList<int> offsets)
    {
        var (magnitudes, squares) = Prefixes();
        foreach (var length in lengths)
        {
            foreach (var offset in offsets)
            {
                var at = new Case($"Measure on {typeof(T).Name}", length, offset);
                var weights = _weights.AsSpan(offset, length);
                var measured = WeightSums.Measure<T>(weights);

                SumTolerance.AssertRounded(
                    (magnitudes[offset + length] - magnitudes[offset]).Rounded(), measured.SumOfMagnitudes, at);
                SumTolerance.AssertRounded(
                    (squares[offset + length] - squares[offset]).Rounded(), measured.SumOfSquares, at);
                AssertCounts(weights, measured, at);
            }
        }
    }

    private void AssertBlocks<L, W>()
        where L : struct, ILanes<L, double>
        where W : struct, ILanes<W, T>
    {
        var (magnitudes, squares) = Prefixes();
        foreach (var length in Lengths.OfBlocks<T>(L.Count))
        {
            var at = new Case($"Measure on {typeof(T).Name}, in {L.Count} lanes", length, 0);
            var block = _weights.AsSpan(0, length);
            var measured = default(MeasureReduction<T>).Reduce<L, W>(block);

            Enclosures.AssertHolds<T>(magnitudes[length], measured.Magnitudes, $"{at}, Σ|w|");
            Enclosures.AssertHolds<T>(squares[length], measured.Squares, $"{at}, Σw²");
            Assert.Equal(WeightMeasureReference.NonZeroCount<T>(block), measured.NonZeros);
            Assert.Equal(WeightMeasureReference.MaxMagnitude<T>(block), measured.Largest);
        }
    }

    private (ExactSum[] Magnitudes, ExactSum[] Squares) Prefixes()
    {
        double[] widened = [.. _weights.Select(double.CreateTruncating)];
        return (WeightMeasureReference.MagnitudePrefixes(widened), WeightMeasureReference.SquarePrefixes(widened));
    }
}
