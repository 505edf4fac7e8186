using System.Numerics;
using FsCheck.Xunit;
using SimdReg.Sums;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Sums.Gradients;

/// <summary>Sums and means of spans against integers.</summary>
[Properties(Arbitrary = [typeof(GradientArbitraries)], MaxTest = 60)]
public abstract class GradientSumLaws<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly long[] _divisors = [2, 3, 6, 7, 10, 1000, (1 << 24) - 1, 1 << 24, (1 << 24) + 1, 1L << 53, (1L << 53) + 1, long.MaxValue];

    [Property]
    public void Each_sum_is_the_number_nearest_to_the_exact_one(GradientInput<T> input)
    {
        var sums = new T[input.Length];
        GradientSums.Sum(input.Parts, sums);
        AssertSame(GradientSumReference.Of(input.Parts, input.Length), sums);
    }

    [Property]
    public void Each_mean_is_the_number_nearest_to_the_exact_one(GradientInput<T> input)
    {
        var means = new T[input.Length];
        GradientSums.Mean(input.Parts, means);
        AssertSame(GradientSumReference.Of(input.Parts, input.Length, input.Parts.Length), means);
    }

    [Property]
    public void Each_quotient_by_any_integer_is_the_number_nearest_to_the_exact_one(GradientInput<T> input)
    {
        var divisor = _divisors[input.Seed % _divisors.Length];
        var quotients = new T[input.Length];
        GradientSum.Over<T>(Memory(input.Parts), quotients, divisor);
        AssertSame(GradientSumReference.Of(input.Parts, input.Length, divisor), quotients);
    }

    [Property]
    public void The_order_of_the_parts_changes_no_bit(GradientInput<T> input)
    {
        var (sums, shuffledSums) = (new T[input.Length], new T[input.Length]);
        var shuffled = input.Parts.ToArray();
        input.Random.Shuffle(shuffled);
        GradientSums.Sum(input.Parts, sums);
        GradientSums.Sum(shuffled, shuffledSums);
        AssertSame(sums, shuffledSums);
    }

    [Property]
    public void The_places_of_spans_change_no_bit_and_nothing_else_is_written(GradientInput<T> input)
    {
        var random = input.Random;
        var means = new T[input.Length];
        GradientSums.Mean(input.Parts, means);

        var buffer = new GuardedBuffer<T>(input.Length);
        var destination = buffer.Place(new T[input.Length], random.Next(Lengths.MaxOffset + 1));
        GradientSums.Mean([.. input.Parts.Select(part => Misaligned(part, random.Next(Lengths.MaxOffset + 1)))], destination);
        AssertSame(means, destination);
        buffer.AssertSentinels(new("Mean", input.Length, 0));
    }

    [Property]
    public void The_destination_may_be_one_of_the_parts(GradientInput<T> input)
    {
        var sums = new T[input.Length];
        GradientSums.Sum(input.Parts, sums);

        var parts = input.Parts.Select(part => part.ToArray()).ToArray();
        var destination = parts[input.Seed % parts.Length];
        GradientSums.Sum(parts, destination);
        AssertSame(sums, destination);
        Assert.All(parts.Zip(input.Parts).Where(pair => pair.First != destination), pair => AssertSame(pair.Second, pair.First));
    }

    [Property]
    public void Sums_of_memory_and_of_arrays_are_the_same(GradientInput<T> input)
    {
        var (ofArrays, ofMemory) = (new T[input.Length], new T[input.Length]);
        GradientSums.Sum(input.Parts, ofArrays);
        GradientSums.Sum<T>(Memory(input.Parts), ofMemory);
        AssertSame(ofArrays, ofMemory);

        GradientSums.Mean(input.Parts, ofArrays);
        GradientSums.Mean<T>(Memory(input.Parts), ofMemory);
        AssertSame(ofArrays, ofMemory);
    }

    internal static void AssertSame(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual) => Bits.Equal(expected, actual, new(typeof(T).Name, expected.Length, 0));

    private static ReadOnlyMemory<T>[] Memory(T[][] parts) => [.. parts.Select(part => (ReadOnlyMemory<T>)part)];

    private static ReadOnlyMemory<T> Misaligned(T[] part, int offset) => new T[offset].Concat(part).ToArray().AsMemory(offset);
}

public class GradientSumLawsOfFloat : GradientSumLaws<float>;

public class GradientSumLawsOfDouble : GradientSumLaws<double>;
