using System.Runtime.InteropServices;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Sums.Gradients;

/// <summary>Spans of bfloat16, halves and floats in any mixture.</summary>
public class StoredGradientSumTests
{
    [Fact]
    public void Stored_parts_have_the_sums_of_the_widened_ones_at_every_length()
    {
        foreach (var length in (int[])[.. Lengths.Few, 1023, 1024, 1025, 2100])
        {
            var (parts, widened) = Parts(length);
            var (sums, means) = (new float[length], new float[length]);
            GradientSums.Sum(parts, sums);
            GradientSums.Mean(parts, means);
            GradientSumLaws<float>.AssertSame(GradientSumReference.Of(widened, length), sums);
            GradientSumLaws<float>.AssertSame(GradientSumReference.Of(widened, length, widened.Length), means);

            var exact = new ExactGradientSum<float>(length);
            Array.ForEach(parts, part => exact.Add((ReadOnlyStoredSpan)part.Span));
            exact.Round(means);
            Assert.Equal(parts.Length, exact.Count);
            GradientSumLaws<float>.AssertSame(sums, means);
        }
    }

    [Fact]
    public void Arrays_of_narrow_numbers_are_added_as_they_are()
    {
        var sum = new ExactGradientSum<float>(2);
        sum.Add(new BFloat16[] { (BFloat16)1, (BFloat16)0.5 });
        sum.Add(new[] { (Half)3, (Half)0.25 });
        sum.Add(new[] { 1e-30f, 0 });
        sum.Add([1], [4]);
        var rounded = new float[2];
        sum.RoundMean(rounded);
        Assert.Equal(4, sum.Count);
        Assert.Equal([1, 1.1875f], rounded);
    }

    [Fact]
    public void The_destination_may_be_a_part_of_floats_and_of_no_other_format()
    {
        var (parts, widened) = Parts(99);
        var destination = (float[])[.. widened[0]];
        parts[0] = destination;
        GradientSums.Sum(parts, destination);
        GradientSumLaws<float>.AssertSame(GradientSumReference.Of(widened, 99), destination);

        // Halves in the memory of the destination.
        var floats = new[] { 7f, 7f, 7f, 7f };
        using var halves = HalvesOf(floats);
        var refusal = Assert.Throws<ArgumentException>("destination", () => GradientSums.Sum((StoredMemory[])[new float[4], halves.Memory[4..]], floats));
        Assert.Contains("parts[1]", refusal.Message, StringComparison.Ordinal);
        Assert.Equal([7f, 7f, 7f, 7f], floats);
    }

    [Fact]
    public void A_missing_part_is_refused()
    {
        var sums = new[] { 7f };
        Assert.Contains("parts[1]", Assert.Throws<ArgumentNullException>("parts", () => GradientSums.Sum((StoredMemory[])[new float[1], null!], sums)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("parts", () => GradientSums.Mean((StoredMemory[])[], sums));
        Assert.Throws<ArgumentNullException>("sum", () => ((ExactGradientSum<float>)null!).Add(new BFloat16[1]));
        Assert.Throws<ArgumentException>("gradients", () => new ExactGradientSum<float>(2).Add(new BFloat16[1]));
        Assert.Equal([7f], sums);
    }

    /// <summary>Parts in every format, and what they hold.</summary>
    private static (StoredMemory[] Parts, float[][] Widened) Parts(int length)
    {
        var random = new Random(length);
        var hard = HardGradients.Of<float>(6, length, random);
        StoredMemory[] parts =
        [
            hard[0],
            hard[1].Select(number => (BFloat16)number).ToArray(),
            hard[2].Select(number => (Half)number).ToArray(),
            hard[3].Select(number => (BFloat16)number).ToArray(),
            hard[4],
            hard[5].Select(number => (Half)number).ToArray(),
        ];
        return (parts, [.. parts.Select(part =>
        {
            var widened = new float[length];
            ((ReadOnlyStoredSpan)part.Span).CopyTo(widened);
            return widened;
        })]);
    }

    /// <summary>The memory of floats, as twice as many halves.</summary>
    private static SpanMemory<Half> HalvesOf(float[] floats) => new(2 * floats.Length, () => MemoryMarshal.Cast<float, Half>(floats.AsSpan()));
}
