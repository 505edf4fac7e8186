namespace SimdReg.Tests.Boundaries;

/// <summary>The corrections of running means that began at zero, at every step.</summary>
public class MomentCorrectionsTests
{
    private static readonly double[] _betas = [0, 1e-200, 0.5, 0.9, 0.99, 0.999, 0.999999, Math.BitDecrement(1)];

    private static readonly long[] _steps =
        [.. Enumerable.Range(1, 1000), 5_000, 36_500, 37_400, 37_420, 37_999, 38_000, 38_001, 100_000, 1_000_000, 1L << 40, long.MaxValue];

    [Fact]
    public void They_have_the_bits_that_the_whole_power_gives()
    {
        foreach (var beta in _betas)
        {
            foreach (var step in _steps)
            {
                var corrections = new MomentCorrections(beta, beta, step);
                Assert.Equal(1 / (1 - Power(beta, step)), corrections.First);
                Assert.Equal(1 / Math.Sqrt(1 - Power(beta, step)), corrections.RootOfSecond);
            }
        }
    }

    private static double Power(double beta, long step)
    {
        var power = 1.0;
        for (; step > 0; step >>= 1)
        {
            power = (step & 1) == 1 ? power * beta : power;
            beta *= beta;
        }

        return power;
    }
}
