using SimdReg.Tests.Support;

namespace SimdReg.Tests.Sums;

public class StoredBFloat16SumTests : StoredSumTests<BFloat16>
{
    // 2²⁴ + 1 is midway between two floats, and so is 2²⁵ + 6: one to be rounded down, one up. Then just past and just before it.
    protected override float[][] Ties { get; } =
    [
        [1 << 24, 1],
        [1 << 24, -1, 0, 0],
        [1 << 25, -4, 2],
        [1 << 24, 1, (float)BFloat16.Epsilon],
        [1 << 24, 0.5f, 0.25f, 0.125f],
    ];
}

public class StoredHalfSumTests : StoredSumTests<Half>
{
    // 512 times 2¹⁵ is 2²⁴.
    protected override float[][] Ties { get; } =
    [
        [.. Enumerable.Repeat(32768f, 512), 1],
        [.. Enumerable.Repeat(-32768f, 512), -1, 2, 0],
        [.. Enumerable.Repeat(32768f, 512), 1, (float)Half.Epsilon],
        [1024, 16384, 4096, 1],
    ];
}

/// <summary>Sums over stored numbers: the bits of the same call over the widened numbers.</summary>
public abstract class StoredSumTests<TStored>
    where TStored : unmanaged
{
    /// <summary>All short ones, and around the ends of the buffers and blocks in which the numbers are summed.</summary>
    private static readonly int[] _lengths = [.. Enumerable.Range(0, 140), 255, 256, 1023, 1024, 1025, 2047, 2048, 2049, 3000, 4095, 4096, 4097, 5000, 8191, 8192, 8193];

    /// <summary>Weights whose sums of magnitudes or squares are midway between two floats, or next to it.</summary>
    protected abstract float[][] Ties { get; }

    public static TheoryData<string> Names => [.. HardWeights.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Numbers_that_are_hard_to_sum_have_the_sums_of_floats(string name)
    {
        foreach (var length in (int[])[1, 2, 3, 17, 300, 4096, 4100, 5000])
        {
            AssertSums(HardWeights.Of<float>(name, length));
        }
    }

    [Fact]
    public void Numbers_of_any_count_have_the_sums_of_floats()
    {
        var weights = Samples.Weights<float>(_lengths[^1] + 2, seed: 20);
        foreach (var length in _lengths)
        {
            AssertSums(weights[..length]);
            AssertSums(weights[^length..]);
        }
    }

    [Fact, Trait("Category", "Long")]
    public void Every_count_up_to_5000_has_the_sums_of_floats()
    {
        var weights = Samples.Weights<float>(5000, seed: 21);
        for (var length = 0; length <= 5000; length++)
        {
            AssertSums(weights[..length]);
        }
    }

    [Fact]
    public void Ties_are_decided_as_over_floats()
    {
        foreach (var tie in Ties)
        {
            AssertSums(tie);
            Assert.Equal(tie, Widened(tie));
        }
    }

    [Fact]
    public void NaN_and_infinities_anywhere_show_as_over_floats()
    {
        var weights = Samples.Weights<float>(4100, seed: 22);
        foreach (var position in (int[])[0, 1, 15, 16, 100, 4095, 4096, 4099])
        {
            foreach (var special in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
            {
                float[] some = [.. weights];
                some[position] = special;
                AssertSums(some);
                AssertSums(some[..(position + 1)]);
                some[(position + 7) % some.Length] = float.NaN;
                AssertSums(some);
            }
        }

        AssertSums(Samples.BitPatterns<float>(5000, seed: 23));
    }

    [Theory]
    [InlineData(131_072)]
    [InlineData(131_073)]
    [InlineData(300_001)]
    public void Any_number_of_threads_gives_the_sums_of_floats(int length)
    {
        var weights = Samples.Weights<float>(length, seed: 24);
        var stored = Stored(weights);
        var widened = Widened(weights);
        var measured = WeightSums.Measure<float>(widened);
        for (var threads = 1; threads <= 3; threads++)
        {
            AssertSame(measured, WeightSums.Measure(Span(stored), threads));
            AssertSame(Penalty.Sum<float, L1>(widened, new(0.3)), Penalty.Sum(Span(stored), new L1(0.3), threads));
            AssertSame(Penalty.Sum<float, ElasticNet>(widened, new(0.3, 0.7)), Penalty.Sum(Span(stored), new ElasticNet(0.3, 0.7), threads));
            AssertSame(Penalty.Sum<float, Huber>(widened, new(0.3, 0.7)), Penalty.Sum(Span(stored), new Huber(0.3, 0.7), threads));
            AssertSame(GradientClipping.SumOfSquares<float>(widened), GradientClipping.SumOfSquares(Span(stored), threads));
        }
    }

    [Fact]
    public void A_gradient_is_that_of_floats_rounded_once()
    {
        foreach (var length in _lengths)
        {
            var (weights, gradients) = (Samples.Weights<float>(length, seed: 25), Samples.Gradients<float>(length, seed: 26));
            if (length > 20)
            {
                (weights[3], weights[9], gradients[15], gradients[20]) = (float.NaN, float.PositiveInfinity, float.NaN, float.MaxValue);
            }

            AssertGradient(weights, gradients, new L1(0.3));
            AssertGradient(weights, gradients, new L2(0.3));
            AssertGradient(weights, gradients, new ElasticNet(0.3, 0.7));
            AssertGradient(weights, gradients, new Huber(0.3, 0.7));
            AssertGradient(weights, gradients, default(L2));
        }
    }

    [Fact]
    public void The_gradient_of_weights_may_be_added_to_themselves()
    {
        var weights = Samples.Weights<float>(1100, seed: 27);
        var (expected, stored) = (Widened(weights), Stored(weights));
        Penalty.AddGradient(Widened(weights), expected, new L2(0.3));
        Penalty.AddGradient(Span(stored), Memory(stored).Span, new L2(0.3));
        Assert.Equal(Stored(expected), stored);
    }

    [Fact]
    public void A_refused_call_writes_nothing_and_names_the_parameter()
    {
        var (weights, gradients) = (Stored([1, 2, 3, 4]), Stored([5, 6, 7]));
        Assert.Throws<ArgumentException>("gradients", () => Penalty.AddGradient(Span(weights), Memory(gradients).Span, new L2(1)));
        Assert.Throws<ArgumentException>("gradients", () => Penalty.AddGradient(Memory(weights).Span.Slice(0, 3), Memory(weights).Span.Slice(1, 3), new L2(1)));
        Assert.Equal(Stored([1, 2, 3, 4]), weights);
        Assert.Equal(Stored([5, 6, 7]), gradients);
        foreach (var threads in (int[])[0, -1, int.MinValue])
        {
            Assert.Throws<ArgumentOutOfRangeException>("maxDegreeOfParallelism", () => Penalty.Sum(Span(weights), new L2(1), threads));
            Assert.Throws<ArgumentOutOfRangeException>("maxDegreeOfParallelism", () => WeightSums.Measure(Span(weights), threads));
            Assert.Throws<ArgumentOutOfRangeException>("maxDegreeOfParallelism", () => GradientClipping.SumOfSquares(Span(weights), threads));
        }
    }

    [Fact]
    public void Nothing_is_allocated_on_one_thread()
    {
        var (weights, gradients) = (Stored(Samples.Weights<float>(5000, seed: 28)), Stored(Samples.Gradients<float>(5000, seed: 29)));
        Allocation.AssertNone("Sum", () => Penalty.Sum(Span(weights), new ElasticNet(0.3, 0.7)));
        Allocation.AssertNone("Sum of another penalty", () => Penalty.Sum(Span(weights), new Huber(0.3, 0.7)));
        Allocation.AssertNone("Measure", () => WeightSums.Measure(Span(weights)));
        Allocation.AssertNone("SumOfSquares", () => GradientClipping.SumOfSquares(Span(gradients)));
        Allocation.AssertNone("AddGradient", () => Penalty.AddGradient(Span(weights), Cast(gradients), new L1(0.3)));
    }

    private static TStored[] Stored(float[] numbers)
    {
        var stored = new TStored[numbers.Length];
        Cast(stored).CopyFrom(numbers);
        return stored;
    }

    private static float[] Widened(float[] numbers)
    {
        var widened = new float[numbers.Length];
        Span(Stored(numbers)).CopyTo(widened);
        return widened;
    }

    private static StoredMemory Memory(TStored[] numbers) => StoredMemory.Create<TStored>(numbers.AsMemory());

    private static ReadOnlyStoredSpan Span(TStored[] numbers) => Cast(numbers);

    private static StoredSpan Cast(TStored[] numbers) =>
        typeof(TStored) == typeof(BFloat16) ? (BFloat16[])(object)numbers : (Half[])(object)numbers;

    private static void AssertSums(float[] numbers)
    {
        var (stored, widened) = (Stored(numbers), Widened(numbers));
        AssertSame(WeightSums.Measure<float>(widened), WeightSums.Measure(Span(stored)));
        AssertSame(GradientClipping.SumOfSquares<float>(widened), GradientClipping.SumOfSquares(Span(stored)));
        AssertSame(Penalty.Sum<float, None>(widened, default), Penalty.Sum(Span(stored), default(None)));
        AssertSame(Penalty.Sum<float, L1>(widened, new(1)), Penalty.Sum(Span(stored), new L1(1)));
        AssertSame(Penalty.Sum<float, L2>(widened, new(2)), Penalty.Sum(Span(stored), new L2(2)));
        AssertSame(Penalty.Sum<float, ElasticNet>(widened, new(0.3, 1e-5)), Penalty.Sum(Span(stored), new ElasticNet(0.3, 1e-5)));
        AssertSame(Penalty.Sum<float, Huber>(widened, new(0.3, 0.7)), Penalty.Sum(Span(stored), new Huber(0.3, 0.7)));
        AssertExactSums(widened, stored);
    }

    private static void AssertExactSums(float[] widened, TStored[] stored)
    {
        var (ofFloats, ofStored) = (new ExactWeightSums(), new ExactWeightSums());
        ofFloats.Add(widened);
        ofStored.Add(Span(stored));
        var (expected, found) = (new byte[ExactWeightSums.ByteCount], new byte[ExactWeightSums.ByteCount]);
        ofFloats.WriteTo(expected);
        ofStored.WriteTo(found);
        Assert.Equal(expected, found);
    }

    private static void AssertGradient<TPenalty>(float[] weights, float[] gradients, TPenalty penalty)
        where TPenalty : struct, IPenalty
    {
        var (expected, stored) = (Widened(gradients), Stored(gradients));
        Penalty.AddGradient(Widened(weights), expected, penalty);
        Penalty.AddGradient(Span(Stored(weights)), Cast(stored), penalty);
        Assert.Equal(Stored(expected), stored);
    }

    private static void AssertSame(WeightSums<float> expected, WeightSums<float> found)
    {
        AssertSame(expected.SumOfMagnitudes, found.SumOfMagnitudes);
        AssertSame(expected.SumOfSquares, found.SumOfSquares);
        AssertSame(expected.MaxMagnitude, found.MaxMagnitude);
        Assert.Equal((expected.NonZeroCount, expected.NonFiniteCount), (found.NonZeroCount, found.NonFiniteCount));
    }

    // The sign of a NaN is unspecified.
    private static void AssertSame(float expected, float found) =>
        Assert.True((float.IsNaN(expected) && float.IsNaN(found)) || BitConverter.SingleToUInt32Bits(expected) == BitConverter.SingleToUInt32Bits(found), $"Expected {Bits.Show(expected)}, found {Bits.Show(found)}.");
}
