using System.Numerics;
using FsCheck.Xunit;
using SimdReg.Sums;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Sums.Gradients;

/// <summary>Running sums of spans against integers.</summary>
[Properties(Arbitrary = [typeof(GradientArbitraries)], MaxTest = 60)]
public abstract class ExactGradientSumLaws<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Property]
    public void The_rounded_sum_and_mean_are_the_numbers_nearest_to_the_exact_ones(GradientInput<T> input)
    {
        var sum = SumOf(input.Parts, input.Length);
        Assert.Equal(input.Parts.Length, sum.Count);
        AssertRounds(input, sum);
    }

    [Property]
    public void Spans_added_in_any_order_and_grouping_round_to_the_same_bits(GradientInput<T> input)
    {
        var random = input.Random;
        var shuffled = input.Parts.ToArray();
        random.Shuffle(shuffled);
        var groups = Enumerable.Range(0, 4).Select(_ => new ExactGradientSum<T>(input.Length)).ToArray();
        foreach (var part in shuffled)
        {
            groups[random.Next(4)].Add(part);
        }

        random.Shuffle(groups);
        groups[2].Add(groups[3]);
        groups[0].Add(groups[1]);
        groups[0].Add(groups[2]);
        Assert.Equal(input.Parts.Length, groups[0].Count);
        AssertRounds(input, groups[0]);
    }

    [Property]
    public void The_exact_sum_of_the_components_is_that_of_the_spans(GradientInput<T> input)
    {
        var sum = SumOf(input.Parts, input.Length);
        T[][] components = [.. Enumerable.Range(0, sum.ComponentCount).Select(i => sum.Component(i).ToArray())];
        GradientSumLaws<T>.AssertSame(GradientSumReference.Of(input.Parts, input.Length, 7), GradientSumReference.Of(components, input.Length, 7));
    }

    [Fact]
    public void Numbers_that_add_up_without_an_error_need_one_component()
    {
        const int Length = (2 * Expansion<float>.PartLength) + 33;
        var sum = new ExactGradientSum<T>(Length);
        for (var k = 0; k < 20; k++)
        {
            sum.Add([.. Enumerable.Range(0, Length).Select(i => (i + k) % 5 == 0 ? T.NegativeZero : T.CreateChecked(((i * k) % 41) - 20))]);
            sum.Add([k, Length - 1], [T.One, T.NegativeZero]);
        }

        Assert.Equal(1, sum.ComponentCount);
    }

    [Property]
    public void A_sparse_span_counts_as_a_dense_one_and_places_may_repeat(GradientInput<T> input)
    {
        var random = input.Random;
        var (sparse, dense) = (new ExactGradientSum<T>(input.Length), new List<T[]>());
        foreach (var part in input.Parts)
        {
            // Some places twice, some not at all, in any order.
            int[] indices = [.. Enumerable.Range(0, input.Length).Select(_ => random.Next(input.Length))];
            sparse.Add(indices, [.. indices.Select(i => part[i])]);
            foreach (var turn in indices.Index().GroupBy(at => at.Item).SelectMany(places => places.Select((_, turn) => (Index: places.Key, Turn: turn))).GroupBy(at => at.Turn))
            {
                var numbers = new T[input.Length];
                foreach (var at in turn)
                {
                    numbers[at.Index] = part[at.Index];
                }

                dense.Add(numbers);
            }
        }

        Assert.Equal(input.Parts.Length, sparse.Count);
        var sums = new T[input.Length];
        sparse.Round(sums);
        GradientSumLaws<T>.AssertSame(GradientSumReference.Of(dense, input.Length), sums);
    }

    [Property]
    public void A_cleared_sum_is_one_of_nothing_and_can_be_used_again(GradientInput<T> input)
    {
        var sum = SumOf(input.Parts, input.Length);
        sum.Clear();
        Assert.Equal((0, 0), (sum.Count, sum.ComponentCount));
        var sums = new T[input.Length];
        sums.AsSpan().Fill(T.One);
        sum.Round(sums);
        Assert.All(sums, zero => Assert.Equal(Bits.Show(T.Zero), Bits.Show(zero)));

        foreach (var part in input.Parts)
        {
            sum.Add(part);
        }

        AssertRounds(input, sum);
    }

    [Property]
    public void A_sum_added_to_itself_doubles(GradientInput<T> input)
    {
        var sum = SumOf(input.Parts, input.Length);
        sum.Add(sum);
        Assert.Equal(2 * input.Parts.Length, sum.Count);
        AssertRounds(input with { Parts = [.. input.Parts, .. input.Parts] }, sum);
    }

    private static ExactGradientSum<T> SumOf(T[][] parts, int length)
    {
        var sum = new ExactGradientSum<T>(length);
        foreach (var part in parts)
        {
            sum.Add(part);
        }

        return sum;
    }

    private static void AssertRounds(GradientInput<T> input, ExactGradientSum<T> sum)
    {
        var rounded = new T[input.Length];
        sum.Round(rounded);
        GradientSumLaws<T>.AssertSame(GradientSumReference.Of(input.Parts, input.Length), rounded);
        sum.RoundMean(rounded);
        GradientSumLaws<T>.AssertSame(GradientSumReference.Of(input.Parts, input.Length, input.Parts.Length), rounded);
    }
}

public class ExactGradientSumLawsOfFloat : ExactGradientSumLaws<float>;

public class ExactGradientSumLawsOfDouble : ExactGradientSumLaws<double>;
