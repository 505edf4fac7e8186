using System.Numerics;

namespace SimdReg.Tests.Sums.Gradients;

/// <summary>What is refused, by the name of the parameter, before anything is written.</summary>
public abstract class GradientSumRefusalTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T _seven = T.CreateChecked(7);

    [Fact]
    public void Parts_of_another_length_are_refused_by_their_number()
    {
        var sums = Sevens(3);
        AssertNames(Assert.Throws<ArgumentException>("parts", () => GradientSums.Sum([new T[3], new T[2]], sums)), "parts[1]", "2", "3");
        AssertNames(Assert.Throws<ArgumentException>("parts", () => GradientSums.Mean<T>([new T[4].AsMemory()], sums)), "parts[0]", "4", "3");
        Assert.Equal(Sevens(3), sums);
    }

    [Fact]
    public void Parts_that_overlap_the_destination_without_being_it_are_refused()
    {
        var numbers = Sevens(5);
        AssertNames(Assert.Throws<ArgumentException>("destination", () => GradientSums.Sum<T>([new T[3].AsMemory(), numbers.AsMemory(1, 3)], numbers.AsSpan(2, 3))), "parts[1]", "overlap");
        Assert.Equal(Sevens(5), numbers);
        GradientSums.Sum<T>([numbers.AsMemory(0, 2)], numbers.AsSpan(2, 2));
    }

    [Fact]
    public void A_mean_of_nothing_is_refused()
    {
        var means = Sevens(1);
        Assert.Throws<ArgumentException>("parts", () => GradientSums.Mean((T[][])[], means));
        Assert.Throws<ArgumentException>("parts", () => GradientSums.Mean<T>(ReadOnlySpan<ReadOnlyMemory<T>>.Empty, means));
        Assert.Contains("Count", Assert.Throws<InvalidOperationException>(() => new ExactGradientSum<T>(1).RoundMean(means)).Message, StringComparison.Ordinal);
        Assert.Equal(Sevens(1), means);
    }

    [Fact]
    public void Missing_parts_and_too_few_threads_are_refused()
    {
        var sums = Sevens(1);
        Assert.Throws<ArgumentNullException>("parts", () => GradientSums.Sum((T[][])null!, sums));
        Assert.Throws<ArgumentNullException>("parts", () => GradientSums.Mean((T[][])null!, sums));
        AssertNames(Assert.Throws<ArgumentNullException>("parts", () => GradientSums.Sum([new T[1], null!], sums)), "parts[1]");
        Assert.Throws<ArgumentOutOfRangeException>("maxDegreeOfParallelism", () => GradientSums.Sum([new T[1]], sums, 0));
        Assert.Throws<ArgumentOutOfRangeException>("maxDegreeOfParallelism", () => GradientSums.Mean<T>([new T[1].AsMemory()], sums, -1));
        Assert.Throws<ArgumentOutOfRangeException>("maxDegreeOfParallelism", () => new ExactGradientSum<T>(1).Round(sums, 0));
        Assert.Equal(Sevens(1), sums);
    }

    [Fact]
    public void A_running_sum_refuses_other_lengths_and_adds_nothing()
    {
        var sum = new ExactGradientSum<T>(2);
        sum.Add([T.One, T.One]);
        AssertNames(Assert.Throws<ArgumentException>("gradients", () => sum.Add(new T[3])), "3", "2");
        Assert.Throws<ArgumentNullException>("gradients", () => sum.Add((T[])null!));
        Assert.Throws<ArgumentNullException>("other", () => sum.Add((ExactGradientSum<T>)null!));
        Assert.Throws<ArgumentException>("other", () => sum.Add(new ExactGradientSum<T>(3)));
        Assert.Throws<ArgumentException>("values", () => sum.Add([0, 1], [T.One]));
        AssertNames(Assert.Throws<ArgumentOutOfRangeException>("indices", () => sum.Add([0, 2], [T.One, T.One])), "indices[1]", "from 0 to 1");
        AssertNames(Assert.Throws<ArgumentOutOfRangeException>("indices", () => sum.Add([1, -1], [T.One, T.One])), "indices[1]", "-1");
        Assert.Throws<ArgumentException>("destination", () => sum.Round(new T[1]));
        Assert.Throws<ArgumentException>("destination", () => sum.RoundMean(new T[3]));
        Assert.Throws<ArgumentOutOfRangeException>("length", () => new ExactGradientSum<T>(-1));

        var sums = new T[2];
        sum.Round(sums);
        Assert.Equal(1, sum.Count);
        Assert.Equal([T.One, T.One], sums);
    }

    [Fact]
    public void More_spans_than_can_be_counted_are_refused_and_large_counts_divide_exactly()
    {
        var sum = new ExactGradientSum<T>(1);
        sum.Add([T.One]);
        for (var i = 0; i < 62; i++)
        {
            sum.Add(sum);
        }

        Assert.Throws<OverflowException>(() => sum.Add(sum));
        var mean = new T[1];
        sum.Add([0], [T.ScaleB(T.One, 62)]);
        sum.RoundMean(mean);
        Assert.Equal((1L << 62) + 1, sum.Count);
        Assert.Equal(T.CreateChecked(2), mean[0]);
    }

    private static T[] Sevens(int count) => [.. Enumerable.Repeat(_seven, count)];

    private static void AssertNames(ArgumentException refusal, params string[] words) => Assert.All(words, word => Assert.Contains(word, refusal.Message, StringComparison.Ordinal));
}

public class GradientSumRefusalTestsOfFloat : GradientSumRefusalTests<float>;

public class GradientSumRefusalTestsOfDouble : GradientSumRefusalTests<double>;
