namespace SimdReg.Tests.Optimizers;

/// <summary>Zeros among stored weights, and the largest number of steps.</summary>
public class StoredZeroTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_weight_that_is_set_to_zero_has_no_rounding_error_left(bool keepsZeros)
    {
        // 1 − 0.001·0.9 rounds to 1 and leaves an error of −0.0009.
        var weights = new[] { BFloat16.One };
        var optimizer = Optimizer<float>.Create(new Sgd(0.001), 1, new NumberStorage { Weights = WeightRounding.Kahan });
        optimizer.Step(weights, Gradient(0.9f));
        Assert.Equal(BFloat16.One, weights[0]);

        weights[0] = BFloat16.Zero;
        optimizer.Step(weights, Gradient(keepsZeros ? 1 : 0), new StepOptions { KeepZeros = keepsZeros });
        Assert.Equal(0, weights[0].ToBits());
    }

    [Theory]
    [InlineData(WeightRounding.Nearest)]
    [InlineData(WeightRounding.Stochastic)]
    public void A_negative_weight_that_rounds_to_zero_is_positive_zero(WeightRounding rounding)
    {
        var weights = Enumerable.Repeat((Half)1e-7f, 100).ToArray();
        var gradients = weights.Select(weight => (float)weight + 1e-13f).ToArray();
        Optimizer<float>.Create(new Sgd(1), weights.Length, new NumberStorage { Weights = rounding }).Step(weights, gradients);
        Assert.All(weights, weight => Assert.Equal(0, BitConverter.HalfToUInt16Bits(weight)));

        // A conversion keeps the sign, as a cast does.
        new StoredSpan(weights).CopyFrom(Enumerable.Repeat(-1e-9f, 100).ToArray());
        Assert.All(weights, weight => Assert.Equal(0x8000, BitConverter.HalfToUInt16Bits(weight)));
    }

    [Fact]
    public void Steps_past_the_largest_number_are_refused()
    {
        var (weights, gradients) = (new[] { BFloat16.One }, new[] { BFloat16.One });
        var optimizer = Optimizer<float>.Create(new Sgd(0.1), 1, new NumberStorage(NumberFormat.BFloat16));
        optimizer.AdvanceTo(long.MaxValue - 1);
        optimizer.Step(weights, gradients);
        var stepped = weights[0];
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.Step(weights, gradients));
        Assert.Equal((long.MaxValue, stepped), (optimizer.StepCount, weights[0]));
    }

    [Fact]
    public void Equal_small_arrays_of_a_set_are_rounded_independently()
    {
        var set = new ParameterSet<float>();
        var storage = new NumberStorage(NumberFormat.BFloat16) { Weights = WeightRounding.Stochastic, Seed = 5 };
        var arrays = Enumerable.Range(0, 6).Select(_ => Enumerable.Repeat(BFloat16.One, 100).ToArray()).ToArray();
        foreach (var array in arrays)
        {
            set.Add(array, Enumerable.Repeat((BFloat16)0.1f, 100).ToArray(), new Sgd(0.01), storage);
        }

        for (var step = 0; step < 20; step++)
        {
            set.Step();
        }

        Assert.Equal(arrays.Length, arrays.Select(array => string.Join(' ', array.Select(weight => weight.ToBits()))).Distinct().Count());
    }

    private static float[] Gradient(float value) => [value];
}
