using System.Collections.Concurrent;
using System.Numerics;
using SimdReg.Sums;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Sums.Gradients;

/// <summary>Special values, many spans, many threads, and where sums are computed exactly.</summary>
public abstract class GradientSumTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int PartLength = PartSums<T>.Length;

    private static readonly T _max = Samples.LargestFinite<T>();

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(64)]
    public void A_mean_just_below_the_smallest_normal_number_is_rounded_once(int count)
    {
        // (2^p − r/K)·η for all r up to K, where η is the smallest number and 2^p·η the smallest normal one
        var normal = T.ScaleB(T.One, typeof(T) == typeof(float) ? -126 : -1022);
        var parts = Enumerable.Range(0, count).Select(_ => new T[count + 1]).ToArray();
        for (var r = 0; r <= count; r++)
        {
            (parts[0][r], parts[1][r]) = (T.CreateChecked(count) * normal, -T.CreateChecked(r) * T.Epsilon);
        }

        var means = new T[count + 1];
        GradientSums.Mean(parts, means);
        for (var r = 0; r <= count; r++)
        {
            Assert.Equal(2 * r > count ? T.BitDecrement(normal) : normal, means[r]);
        }
    }

    [Fact]
    public void Special_values_are_those_of_the_contract_at_every_place()
    {
        T[] specials = [T.NaN, T.PositiveInfinity, T.NegativeInfinity, _max, -_max, T.Zero, T.NegativeZero, T.One];
        var triples = (from a in specials from b in specials from c in specials select (T[])[a, b, c]).ToArray();
        foreach (var length in (int[])[1, 3, 149, PartLength, PartLength + 77])
        {
            for (var shift = 0; shift < triples.Length; shift += 1 + (length / 7))
            {
                var parts = Enumerable.Range(0, 3).Select(k => Enumerable.Range(0, length).Select(i => triples[(i + shift) % triples.Length][k]).ToArray()).ToArray();
                var (sums, means) = (new T[length], new T[length]);
                GradientSums.Sum(parts, sums);
                GradientSums.Mean(parts, means);
                GradientSumLaws<T>.AssertSame(GradientSumReference.Of(parts, length), sums);
                GradientSumLaws<T>.AssertSame(GradientSumReference.Of(parts, length, 3), means);
            }
        }
    }

    [Fact]
    public void An_overflow_on_the_way_does_not_show()
    {
        var (sum, mean) = (new T[1], new T[1]);
        GradientSums.Sum([[_max], [_max], [-_max]], sum);
        GradientSums.Mean([[_max], [_max]], mean);
        Assert.Equal(_max, sum[0]);
        Assert.Equal(_max, mean[0]);

        GradientSums.Sum([[_max], [_max]], sum);
        Assert.Equal(T.PositiveInfinity, sum[0]);
    }

    [Fact]
    public void No_spans_add_up_to_positive_zeros()
    {
        T[] sums = [T.One, T.NaN, T.NegativeZero];
        GradientSums.Sum<T>((T[][])[], sums);
        Assert.All(sums, zero => Assert.Equal(Bits.Show(T.Zero), Bits.Show(zero)));
        GradientSums.Sum<T>(ReadOnlySpan<ReadOnlyMemory<T>>.Empty, []);
    }

    [Fact]
    public void More_spans_than_the_bound_covers_are_added_exactly()
    {
        // Half an ulp in so many small steps that the bound is rounded too, and one step more or less than that.
        var (one, grain) = (T.One, HardGradients.Ulp<T>() / T.CreateChecked(1 << 22));
        foreach (var change in (int[])[-1, 0, 1])
        {
            T[][] parts = [[one, T.Epsilon], .. Enumerable.Repeat<T[]>([grain, -grain], (1 << 21) + change)];
            var sums = new T[2];
            GradientSums.Sum(parts, sums);
            Assert.Equal(change <= 0 ? one : T.BitIncrement(one), sums[0]);
            Assert.Equal(GradientSumReference.Nearest((T[])[T.Epsilon, -HardGradients.Ulp<T>() / T.CreateChecked(2), .. Enumerable.Repeat(change > 0 ? -grain : grain, change == 0 ? 0 : 1)]), sums[1]);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Any_number_of_threads_gives_the_bits_of_one(int threads)
    {
        const int Count = 5;
        var random = new Random(threads);
        var length = Thresholds.SmallestInLongRanges + Thresholds.LongRangeLength + 77;
        var parts = Enumerable.Range(0, Count).Select(k => Samples.Gradients<T>(length, seed: k)).ToArray();
        for (var i = 0; i < 1000; i++)
        {
            parts[random.Next(Count)][random.Next(length)] = i % 2 == 0 ? T.NaN : _max;
        }

        var exact = new ExactGradientSum<T>(length);
        Array.ForEach(parts, exact.Add);
        var (one, many) = (new T[length], new T[length]);
        foreach (var (onOne, onMany) in (IEnumerable<(Action, Action)>)
            [
                (() => GradientSums.Sum(parts, one), () => GradientSums.Sum(parts, many, threads)),
                (() => GradientSums.Mean(parts, one), () => GradientSums.Mean(parts, many, threads)),
                (() => exact.Round(one), () => exact.Round(many, threads)),
                (() => exact.RoundMean(one), () => exact.RoundMean(many, threads)),
            ])
        {
            onOne();
            onMany();
            GradientSumLaws<T>.AssertSame(one, many);
            Assert.NotEqual(many[0], many[1]);
            many.AsSpan().Clear();
        }
    }

    [Fact]
    public void Two_threads_take_part_if_two_may()
    {
        var threads = new ConcurrentDictionary<int, bool>();
        using var both = new ManualResetEventSlim();
        var inTime = true;
        var length = Thresholds.SmallestShared;
        var gradients = new T[length];
        using var memory = new SpanMemory<T>(length, () =>
        {
            threads[Environment.CurrentManagedThreadId] = true;
            if (threads.Count > 1)
            {
                both.Set();
            }

            inTime = inTime && both.Wait(TimeSpan.FromSeconds(30));
            return gradients;
        });
        GradientSum.Over<T>([memory.Memory], new T[length], 1, 2);
        Assert.True(inTime);
    }

    [Fact]
    public void Ordinary_gradients_zeros_subnormal_numbers_and_ties_are_rounded_from_the_bound_alone()
    {
        var random = new Random(5);
        AssertExact(8, 1, most: 8, _ => T.CreateChecked(random.NextDouble() - 0.5));
        AssertExact(8, 8, most: 8, _ => T.CreateChecked(random.NextDouble() - 0.5));
        AssertExact(7, 7, most: 8, _ => T.CreateChecked(random.NextDouble() - 0.5));
        AssertExact(64, 64, most: 64, _ => T.CreateChecked(Math.ScaleB(random.NextDouble(), -random.Next(20))));
        AssertExact(8, 8, most: 0, _ => random.Next(2) == 0 ? T.Zero : T.NegativeZero);
        AssertExact(8, 1, most: 0, _ => T.Epsilon * T.CreateChecked(random.Next(1 << 20)));
        AssertExact(4, 1, most: 0, _ => T.One + (HardGradients.Ulp<T>() * T.CreateChecked(random.Next(1 << 20))));
        AssertExact(6, 6, most: 0, _ => T.One + (HardGradients.Ulp<T>() * T.CreateChecked(random.Next(1 << 20))));
    }

    [Fact]
    public void What_the_bound_does_not_decide_is_added_exactly()
    {
        // 1 + ulp/2 is a tie, and the last number, which the sum of errors loses, decides it.
        var half = HardGradients.Ulp<T>() / T.CreateChecked(2);
        T[] numbers = [T.One, half, half * half * half];
        Assert.Equal(PartLength, ExactElements(numbers.Length, 1, i => numbers[i % numbers.Length], byPart: true));
        var sums = new T[1];
        GradientSums.Sum([[numbers[0]], [numbers[1]], [numbers[2]]], sums);
        Assert.Equal(T.BitIncrement(T.One), sums[0]);
        GradientSums.Sum([[numbers[0]], [numbers[1]], [-numbers[2]]], sums);
        Assert.Equal(T.One, sums[0]);
    }

    private static void AssertExact(int count, long divisor, int most, Func<int, T> next) => Assert.InRange(ExactElements(count, divisor, next), 0, most);

    /// <summary>How many elements were read alone, of parts of numbers that are drawn in turn, or in turn for each part.</summary>
    private static int ExactElements(int count, long divisor, Func<int, T> next, bool byPart = false)
    {
        var length = byPart ? PartLength : 16 * PartLength;
        var reads = 0;
        T[][] numbers = [.. Enumerable.Range(0, count).Select(k => Enumerable.Range(0, length).Select(i => next(byPart ? k : i)).ToArray())];
        using var first = new SpanMemory<T>(length, () =>
        {
            reads++;
            return numbers[0];
        });
        GradientSum.Over<T>([first.Memory, .. numbers.Skip(1).Select(part => (ReadOnlyMemory<T>)part)], new T[length], divisor);

        // The first number of each part of the elements, and for special values once more where one of them was not decided.
        var whole = length / PartLength;
        return Math.Max(0, reads - (reads > whole ? whole + 1 : whole));
    }
}

public class GradientSumTestsOfFloat : GradientSumTests<float>;

public class GradientSumTestsOfDouble : GradientSumTests<double>;
