using SimdReg.Sums;
using SimdReg.Tests.Reference;

namespace SimdReg.Tests.Boundaries;

/// <summary>The certificate fails where it must, and what it would have let through there is wrong.</summary>
public class CertificateTests
{
    public static TheoryData<double[], double> NearTiesInFloat => new()
    {
        // Half an ulp above 2²⁴, and a grain more that a double beside it does not hold.
        { [1 << 24, 1, float.Epsilon], (1 << 24) + 2 },
        { [(1 << 24) + 4, 1, float.Epsilon], (1 << 24) + 6 },
        { [1 << 30, 64, 1e-30], (1 << 30) + 128 },
    };

    public static TheoryData<double[], double> NearTiesInDouble => new()
    {
        { [1L << 53, 1, 1e-300], (1L << 53) + 2 },
        { [(1L << 53) + 4, 1, double.Epsilon], (1L << 53) + 6 },
        { [1.0, 1 / (double)(1L << 53), 1e-100], 1 + (1 / (double)(1L << 52)) },
    };

    [Theory]
    [MemberData(nameof(NearTiesInFloat))]
    public void Just_past_a_tie_in_float_only_the_exact_sum_is_right(double[] weights, double sum) =>
        AssertOnlyExactIsRight([.. weights.Select(weight => (float)weight)], (float)sum);

    [Theory]
    [MemberData(nameof(NearTiesInDouble))]
    public void Just_past_a_tie_in_double_only_the_exact_sum_is_right(double[] weights, double sum) =>
        AssertOnlyExactIsRight(weights, sum);

    [Fact]
    public void Ties_are_decided_exactly_and_go_to_the_even_neighbour()
    {
        foreach (var (weights, sum) in ((float[], float)[])[([1 << 24, 1], 1 << 24), ([(1 << 24) + 2, 1], (1 << 24) + 4)])
        {
            Assert.False(SpanSums.Enclose<float>(weights, new(1, 0)).TryRound<float>(out _));
            Assert.Equal(sum, Penalty.Of<float, L1>(weights, new(1)));
        }
    }

    [Fact]
    public void Ordinary_weights_are_certified_without_the_exact_sum()
    {
        var random = new Random(1);
        var floats = Enumerable.Range(0, 10_000).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var doubles = Enumerable.Range(0, 10_000).Select(_ => random.NextDouble() - 0.5).ToArray();
        foreach (var norms in (ElasticNet[])[new(0.3, 0), new(0, 0.3), new(0.3, 0.7)])
        {
            Assert.True(SpanSums.Enclose<float>(floats, norms).TryRound<float>(out _));
            Assert.True(SpanSums.Enclose<double>(doubles, norms).TryRound<double>(out _));
        }
    }

    [Fact]
    public void An_overflow_on_the_way_is_not_certified_and_the_exact_penalty_is_found()
    {
        // Σw² is beyond the largest double, and 1e-30 times it is not.
        double[] weights = [1e165, 2e165, 3e165];
        var norms = new ElasticNet(0, 2e-30);
        Assert.False(SpanSums.Enclose<double>(weights, norms).TryRound<double>(out _));
        Assert.Equal(ExactReference.Of<double>(weights).Penalty<double>(0, 2e-30), Penalty.Of<double, ElasticNet>(weights, norms));
        Assert.Equal(1.4e301, Penalty.Of<double, ElasticNet>(weights, norms), 1e288);
    }

    private static void AssertOnlyExactIsRight<T>(T[] weights, T sum)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var enclosure = SpanSums.Enclose<T>(weights, new(1, 0));
        Assert.False(enclosure.TryRound<T>(out _));
        Assert.NotEqual(sum, T.CreateTruncating(enclosure.Centre.High));
        Assert.Equal(sum, Penalty.Of<T, L1>(weights, new(1)));
    }
}
