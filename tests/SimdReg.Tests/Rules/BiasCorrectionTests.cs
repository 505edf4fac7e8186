using System.Numerics;
using SimdReg.Tests.Reference;

namespace SimdReg.Tests.Rules;

/// <summary>The corrections of running means that start at zero, at every step.</summary>
public class BiasCorrectionTests
{
    /// <summary>2⁻⁵³, the largest relative error of one operation in double.</summary>
    private const double RoundingError = 1.0 / (1L << 53);

    /// <summary>The binary digits that the reference keeps behind the point.</summary>
    private const int FractionBits = 2_000;

    private static readonly double[] _betas =
        [0, 1e-200, 0.3, 0.5, 0.9, 0.99, 0.999, 0.999999, 1 - 1e-10, 1 - Math.ScaleB(1, -40), Math.BitDecrement(1)];

    private static readonly long[] _steps =
        [.. Enumerable.Range(1, 1000), 5_000, 36_500, 37_400, 37_420, 37_999, 38_000, 38_001, 100_000, 1_000_000, 1_000_000_000, 1L << 40, long.MaxValue];

    [Fact]
    public void They_have_the_bits_of_the_reference()
    {
        foreach (var (beta, step) in Cases)
        {
            Assert.Equal(1 / PowerReference.OneMinusPower(beta, step), BiasCorrection.OfMean(beta, step));
            Assert.Equal(1 / Math.Sqrt(PowerReference.OneMinusPower(beta, step)), BiasCorrection.OfRoot(beta, step));
        }
    }

    [Fact]
    public void They_keep_their_digits_however_close_beta_is_to_1_and_however_late_the_step()
    {
        foreach (var (beta, step) in Cases.Where(given => given.Step % 97 == 1 || given.Step > 1000))
        {
            // a + b − a·b rounds a + b, which is at most twice the result, and the result: at most three roundings. It does not
            // amplify the errors of a and b. There are two of them for each binary digit of t. 1 − β and 1/c round once more each.
            var bound = RoundingError * ((6 * (Math.ILogB(step) + 1)) + 2);
            var error = Math.Abs((BiasCorrection.OfMean(beta, step) * Exactly(beta, step)) - 1);
            Assert.True(error <= bound, $"β = {beta:r}, t = {step}: off by {error}, and no more than {bound} is allowed.");
        }
    }

    private static IEnumerable<(double Beta, long Step)> Cases =>
        from beta in _betas
        from step in _steps
        select (beta, step);

    /// <summary>1 − βᵗ in integers, rounded once at the end.</summary>
    private static double Exactly(double beta, long step)
    {
        var one = BigInteger.One << FractionBits;
        var factor = (BigInteger)Math.ScaleB(beta, 900) << (FractionBits - 900);
        var power = one;
        for (; step > 0; step >>= 1)
        {
            power = step % 2 == 1 ? (power * factor) >> FractionBits : power;
            factor = (factor * factor) >> FractionBits;
        }

        return Math.ScaleB((double)((one - power) >> (FractionBits - 900)), -900);
    }
}
