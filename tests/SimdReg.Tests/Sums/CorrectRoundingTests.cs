using System.Numerics;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Sums;

/// <summary>Sums against the exact ones, bit for bit and without tolerances.</summary>
public abstract class CorrectRoundingTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int _block = SimdReg.Sums.Blocks<T>.Length;

    public static TheoryData<string> Names => [.. HardWeights.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Sums_are_correctly_rounded_at_every_length_to_300(string name)
    {
        for (var length = 0; length <= 300; length++)
        {
            AssertCorrect(name, length);
        }
    }

    [Theory, Trait("Category", "Long")]
    [MemberData(nameof(Names))]
    public void Sums_are_correctly_rounded_around_block_boundaries_and_beyond(string name)
    {
        foreach (var length in (int[])[_block - 1, _block, _block + 1, (2 * _block) - 1, 2 * _block, (2 * _block) + 1, (3 * _block) + 1000])
        {
            AssertCorrect(name, length);
        }
    }

    [Theory, Trait("Category", "Long")]
    [InlineData("normal(0, 0.02)")]
    [InlineData("small integers")]
    public void Sums_are_correctly_rounded_over_ten_million_weights(string name) => AssertCorrect(name, 10_000_000);

    private static void AssertCorrect(string name, int length)
    {
        var weights = HardWeights.Of<T>(name, length);
        var exact = ExactReference.Of<T>(weights);
        var measured = SimdReg.WeightSums.Measure<T>(weights);

        AssertBits(exact.Magnitudes<T>(), measured.SumOfMagnitudes, $"Σ|w| of {length} × {name}");
        AssertBits(exact.Squares<T>(), measured.SumOfSquares, $"Σw² of {length} × {name}");
        foreach (var (l1, l2) in ((double, double)[])[(1, 0), (0.1, 0), (0, 2), (0, 0.3), (1e-3, 0.7), (1e-30, 1e30), (0, 5e-324), (5.927064115730691E-308, 0), (0, 1e-300), (0, 1e30)])
        {
            var penalty = SimdReg.Penalty.Sum<T, ElasticNet>(weights, new(l1, l2));
            AssertBits(exact.Penalty<T>(l1, l2), penalty, $"elastic net ({l1}, {l2}) of {length} × {name}");
        }
    }

    private static void AssertBits(T expected, T actual, string what) =>
        Assert.True(
            expected.Equals(actual) && T.IsNegative(expected) == T.IsNegative(actual),
            $"{what}: expected {expected:R}, got {actual:R}");
}

/// <inheritdoc/>
public class CorrectRoundingOfSingles : CorrectRoundingTests<float>;

/// <inheritdoc/>
public class CorrectRoundingOfDoubles : CorrectRoundingTests<double>;
