namespace SimdReg.Tests.Steps;

/// <summary>A second moment that is too small for its format is never 0 beside a first moment that is not: an update stays bounded.</summary>
public class TinyMomentTests
{
    private const int Count = 256; // One block of 8 bits: its largest gradients leave the smallest no code of their own.
    private const double Rate = 0.01;
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;

    public static TheoryData<NumberFormat, bool> Storages => new()
    {
        { NumberFormat.EightBit, false },
        { NumberFormat.EightBit, true },
        { NumberFormat.Half, false },
        { NumberFormat.Half, true },
    };

    [Theory]
    [MemberData(nameof(Storages))]
    public void The_step_after_a_gradient_of_any_magnitude_is_bounded(NumberFormat format, bool isStochastic)
    {
        for (var seed = 0UL; seed < 20; seed++)
        {
            // 10⁻¹² to 8,000, above which the second moment is more than the largest half.
            float[] weights = new float[Count], gradients = [.. Enumerable.Range(0, Count).Select(i => (float)Math.Pow(10, (-12 * (i / 255.0)) + (3.9 * (1 - (i / 255.0)))))];
            var optimizer = Optimizer<float>.Create(
                new Adam(Rate, Beta1, Beta2, 1e-8), default(None).Coupled(), Count, new NumberStorage(format) { HasStochasticState = isStochastic, Seed = seed });
            optimizer.Step(weights, gradients);
            var seconds = new float[Count];
            optimizer.CopyState(1, seconds);
            Assert.All(seconds, v => Assert.True(v > 0));

            Array.Clear(weights);
            optimizer.Step(weights, new float[Count]);

            // After the first step |m|/√v = (1 − β₁)/√(1 − β₂) for every weight. To store both raises it to at most 1.5 times as much, and by 2⁻⁹
            // for the roundings of float and half:
            // - in the octaves of codes m rises to at most 9/8 and v falls to at most 8/9 of it: 9/8·√(9/8) < 1.5;
            // - below them v is stored as at least j of its units, 2⁻³³ of the largest, where v < (j + 1) units, and m, then below √(2(j + 1)) of its
            //   own, 2⁻¹⁷ of the largest, as at most the next integer: that divided by √(2j) is largest for j = 2, where it is 1.5;
            // - a half v between its subnormal numbers falls to at most j of j + 1: √2 for j = 1, and m is not subnormal there.
            var stored = 1.5 * (1 + Math.ScaleB(1, -9)) * (1 - Beta1) / Math.Sqrt(1 - Beta2);
            var corrected = Math.Sqrt(1 - (Beta2 * Beta2)) / (1 - (Beta1 * Beta1));
            var bound = Rate * Beta1 / Math.Sqrt(Beta2) * stored * corrected;
            Assert.All(weights, w => Assert.InRange(w, -bound, 0));
            Assert.Contains(weights, w => w < -0.1 * bound);
        }
    }

    [Fact]
    public void A_second_moment_of_0_stays_0_and_weights_without_gradients_stay()
    {
        foreach (var format in Enum.GetValues<NumberFormat>())
        {
            float[] weights = [1, 2], gradients = [1000, 0], state = new float[2];
            var optimizer = Optimizer<float>.Create(new Adam(Rate), default(None).Coupled(), 2, new NumberStorage(format));
            optimizer.Step(weights, gradients);
            optimizer.CopyState(1, state);
            Assert.Equal(0, state[1]);
            Assert.Equal(2, weights[1]);
        }
    }
}
